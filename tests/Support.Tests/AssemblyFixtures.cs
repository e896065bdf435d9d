using Plumbline.Fixtures;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(ControlPlaneFixture))]
