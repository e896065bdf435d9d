using Plumbline.Support.ControlPlane;
using Plumbline.Support.RealParts;

namespace Plumbline.Fixtures;

/// <summary>
/// One control plane, with a stand-in for its kubelets, for a test assembly:
/// <c>[assembly: AssemblyFixture(typeof(ControlPlaneFixture))]</c>. Each test uses a namespace of its own.
/// </summary>
public sealed class ControlPlaneFixture : RealPart<ControlPlaneWithKubelet>
{
    /// <summary>Creates a namespace for one test and answers its name.</summary>
    public async Task<string> CreateNamespaceAsync(CancellationToken cancellation)
    {
        var part = await UseAsync(cancellation);
        var name = UniqueName("t");
        await part.Plane.Api.CreateAsync(
            "/api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""", cancellation);
        return name;
    }

    /// <inheritdoc/>
    protected override Task<ControlPlaneWithKubelet> StartAsync(CancellationToken cancellation) =>
        ControlPlaneWithKubelet.StartAsync(
            // Where the part is required, waiting some minutes for its first build is better than failing.
            new ControlPlaneOptions { MayBuild = RealPartPolicy.IsRequired, Progress = Console.Error.WriteLine },
            new KubeletOptions(),
            cancellation);
}
