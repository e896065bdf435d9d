using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Core.Control;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Fixtures;
using Plumbline.Kubernetes.Connections;

[assembly: AssemblyFixture(typeof(ControlPlaneFixture))]

namespace Plumbline.Kubernetes.Tests.Compliance;

/// <summary>The suite on a real API server.</summary>
public sealed class RealClusterTests(ControlPlaneFixture plane) : ClusterCompliance
{
    protected override async Task<ICluster> Cluster()
    {
        var part = await plane.UseAsync(Token);
        var registration = new ClusterRegistration
        {
            SecretName = "real",
            Name = "real",
            Server = part.Plane.Server.ToString(),
            CertificateAuthority = part.Plane.CaPem,
            Identity = new ClusterIdentity.BearerToken("env:TOKEN"),
            Origin = new ObjectOrigin("clusters.yaml", SourcePosition.None),
        };
        var settings = new KubernetesSettings { RequestsPerSecond = 1000, Burst = 1000, PageSize = 2 };
        var factory = new ConnectionFactory(
            new OneSecret(part.Plane.AdminToken), _ => throw new InvalidOperationException(), settings, TimeProvider.System, NullLoggerFactory.Instance);
        var clusters = new Clusters(new OneRegistration(registration), factory, settings, TimeProvider.System, NullLoggerFactory.Instance);
        return await clusters.Connect(new ClusterReference(null, "real"), Token);
    }

    protected override Task<string> Namespace() => plane.CreateNamespaceAsync(Token);

    protected override async Task WriteAs(string manager, string path, KubernetesObject desired) =>
        await (await plane.UseAsync(Token)).Plane.Api.ApplyAsync(path, JsonTree.ToText(desired.Root), manager, Token);

    [Fact]
    public async Task Apply_of_a_field_that_the_kind_does_not_have_is_invalid()
    {
        var (sut, resource, space) = await Deployments();

        await Fails(ClusterFailure.Invalid, () => sut.Apply(resource, Deployment(space, "image: 'cart:1', imagee: x"), new ApplyOptions(false, true), Token));
    }

    /// <summary>T-PRJ-7: what the account may not do is not done, whatever we may do ourselves.</summary>
    [Fact]
    public async Task A_service_account_does_what_it_may_and_nothing_else()
    {
        var own = await Cluster();
        var space = await Namespace();
        foreach (var text in (string[])
        [
            $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"deployer","namespace":"{{{space}}}"}}""",
            $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"maps","namespace":"{{space}}"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list","create","patch"]}]}""",
            $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"maps","namespace":"{{space}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"maps"},"subjects":[{"kind":"ServiceAccount","name":"deployer","namespace":"{{space}}"}]}""",
        ])
        {
            var given = Objects.FromJson(text);
            await own.Apply((await own.Discover(false, Token)).Find(given.Group, given.Version, given.Kind)!, given, new ApplyOptions(false, true), Token);
        }

        var sut = own.As(new ServiceAccount(space, "deployer"));
        var catalog = await sut.Discover(fresh: true, Token);
        var (maps, secrets) = (catalog.Find("", "v1", "ConfigMap")!, catalog.Find("", "v1", "Secret")!);
        await sut.Apply(maps, Objects.FromJson($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"{{{space}}}"},"data":{"a":"1"}}"""), new ApplyOptions(false, true), Token);

        Assert.NotNull(await sut.Get(maps, space, "x", Token));
        await Fails(ClusterFailure.Forbidden, () => sut.Get(secrets, space, "x", Token));
        await Fails(ClusterFailure.Forbidden, () => sut.Get(maps, "kube-system", "x", Token));
        Assert.Null(await own.Get(secrets, space, "x", Token));
        Assert.Equal(await own.Identify(Token), await sut.Identify(Token));
    }

    [Fact]
    public async Task Explain_tells_what_a_workload_waits_for()
    {
        var (sut, resource, space) = await Deployments();
        var live = await sut.Apply(resource, Deployment(space, "image: 'cart:broken'"), new ApplyOptions(false, true), Token);
        var pods = (await sut.Discover(false, Token)).Find("", "v1", "Pod")!;
        Assert.SkipUnless((await plane.UseAsync(Token)).Plane.HasControllers, "There is no controller-manager here, so no pods.");
        var lines = await sut.Explain(live, Token);
        while (lines.Count == 0)
        {
            await Task.Delay(100, Token);
            var seen = await sut.List(pods, space, null, Token).ToListAsync(Token);
            lines = seen.Exists(p => ((p.Root["status"] as Plumbline.Core.Objects.MapNode)?["phase"])?.ToString() == "Running") ? ["running"] : await sut.Explain(live, Token);
        }

        Assert.Contains("ImagePullBackOff", lines[0], StringComparison.Ordinal);
    }

    private sealed class OneSecret(string value) : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(value);
    }

    private sealed class OneRegistration(ClusterRegistration registration) : IClusterRegistrations
    {
        public Task<IReadOnlyList<ClusterRegistration>> List(CancellationToken token) => Task.FromResult<IReadOnlyList<ClusterRegistration>>([registration]);
    }
}
