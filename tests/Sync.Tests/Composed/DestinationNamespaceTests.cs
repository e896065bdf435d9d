namespace Plumbline.Sync.Tests.Composed;

/// <summary>The namespace that <c>CreateNamespace=true</c> asks for (OPT-1, APP-6).</summary>
public sealed class DestinationNamespaceTests
{
    private const string Space = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Namespace_that_another_application_has_in_git_is_used_as_it_is()
    {
        var system = new SyncSystem($"{App("platform", path: "platform", space: "default")}---\n{App(path: "shop")}");
        await system.Push(Token, ("platform/space.yaml", Space));
        Assert.Equal("platform", Owner(system));

        await system.Push(Token, ("platform/space.yaml", Space), ("shop/config.yaml", ConfigMap("config")));

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Equal("platform", Owner(system));
        Assert.Equal("Synced", (await system.State("platform", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Namespace_that_is_there_already_stays_as_it_is()
    {
        var system = new SyncSystem(App());
        system.Cluster.WriteAs("somebody", KubernetesObject.TryWrap(Core.Json.JsonTree.Read("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"team":"b"}}}"""u8))!);

        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Equal("b", Live(system).Label("team"));
        Assert.DoesNotContain(system.Cluster.Writes, w => w.Key.Kind == "Namespace" && w.Key.Name == "shop");
    }

    [Fact]
    public async Task Namespace_in_the_sources_takes_the_place_of_the_one_that_is_asked_for()
    {
        var system = new SyncSystem(App());

        await system.Push(Token, ("space.yaml", Space), ("config.yaml", ConfigMap("config")));

        Assert.Equal("shop", Owner(system));
        Assert.Equal("a", Live(system).Label("team"));
    }

    [Fact]
    public async Task Namespace_that_leaves_the_sources_but_is_still_asked_for_is_not_deleted()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("space.yaml", Space), ("config.yaml", ConfigMap("config")));

        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Null(Owner(system));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    private static KubernetesObject Live(SyncSystem system) => system.Cluster.All.Single(o => o is { Kind: "Namespace", Name: "shop" });

    private static string? Owner(SyncSystem system) => Sync.Planning.Tracking.OwnerOf(Live(system));
}
