using Plumbline.Support.Kubernetes;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>An API group whose own server is out of order says nothing about its objects: they are neither gone nor healthy (I5, I6, R-API).</summary>
public sealed class BrokenGroupTests
{
    private const string Automated = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy:
            automated: {prune: true, selfHeal: true}
            syncOptions: [CreateNamespace=true]
        """;

    private const string Config = "{apiVersion: v1, kind: ConfigMap, metadata: {name: config}, data: {a: '1'}}";
    private const string Widget = "{apiVersion: parts.test/v1, kind: Widget, metadata: {name: wheel}, spec: {size: 1}}";
    private static readonly ApiCatalog Whole = FakeCatalog.Of([.. FakeCatalog.Default.Resources, FakeCatalog.Spaced("parts.test", "v1", "Widget", "widgets")]);
    private static readonly ApiCatalog Broken = FakeCatalog.Default with { Unread = new HashSet<string> { "parts.test" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Object_of_a_broken_group_is_pruned_once_the_group_is_back_and_not_forgotten_before()
    {
        var system = await Synced();
        system.Cluster.Catalog = Broken;
        await system.Push(Token, ("config.yaml", Config));
        Assert.NotEqual("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.True(HasWidget(system));

        system.Cluster.Catalog = Whole;
        await system.Push(Token, ("config.yaml", Config));

        Assert.False(HasWidget(system));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Drift_scan_does_not_take_objects_of_a_broken_group_for_gone()
    {
        var system = await Synced();
        var before = (await system.State("shop", Token)).Wanted;
        system.Cluster.Catalog = Broken;

        await system.ScanForDrift(Token);

        Assert.Equal(before, (await system.State("shop", Token)).Wanted);
    }

    [Fact]
    public async Task Object_of_a_broken_group_in_the_sources_is_passing_trouble_and_no_mistake_of_the_author()
    {
        var system = await Synced();
        system.Cluster.Catalog = Broken;

        await system.Push(Token, ("widget.yaml", Widget), ("config.yaml", Config.Replace("'1'", "'2'", StringComparison.Ordinal)));

        Assert.Equal(SyncProblem.ClusterUnavailable, (await system.State("shop", Token)).Observed!.Code);
    }

    private static async Task<SyncSystem> Synced()
    {
        var system = new SyncSystem(Automated);
        system.Cluster.Catalog = Whole;
        await system.Push(Token, ("config.yaml", Config), ("widget.yaml", Widget));
        Assert.True(HasWidget(system));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        return system;
    }

    private static bool HasWidget(SyncSystem system) => system.Cluster.All.Any(o => o.Kind == "Widget");
}
