namespace Plumbline.Sync.Tests.Composed;

/// <summary>Sources that suddenly hold nothing do not empty a namespace (2.7, trap 5).</summary>
public sealed class EmptyRenderTests
{
    private const string AllowsEmpty = "{automated: {prune: true, selfHeal: true, allowEmpty: true}, syncOptions: [CreateNamespace=true]}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sources_without_objects_delete_nothing_even_where_the_namespace_is_made_on_the_way()
    {
        var system = await Synced(Automated);

        await system.Push(Token, ("readme.md", "moved elsewhere"));

        Assert.Contains(system.Cluster.All, o => o is { Kind: "ConfigMap", Name: "config" });
        var seen = (await system.State("shop", Token)).Observed!;
        Assert.Equal(SyncProblem.EmptyRender, seen.Code);
        Assert.Contains("allowEmpty", Assert.Single(seen.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_deleted_where_the_application_allows_it()
    {
        var system = await Synced(AllowsEmpty);

        await system.Push(Token, ("readme.md", "moved elsewhere"));

        Assert.DoesNotContain(system.Cluster.All, o => o is { Kind: "ConfigMap", Name: "config" });
    }

    [Fact]
    public async Task All_but_one_may_go_without_being_allowed()
    {
        var system = await Synced(Automated);

        await system.Push(Token, ("other.yaml", ConfigMap("other")));

        Assert.DoesNotContain(system.Cluster.All, o => o is { Kind: "ConfigMap", Name: "config" });
    }

    private static async Task<SyncSystem> Synced(string policy)
    {
        var system = new SyncSystem(App(policy: policy));
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("other.yaml", ConfigMap("other")));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        return system;
    }
}
