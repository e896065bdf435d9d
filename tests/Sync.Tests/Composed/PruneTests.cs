using Plumbline.Core.Objects;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What is deleted because the sources no longer have it, and what is not (OPT-2, OPT-6, I6, traps 4 and 12).</summary>
public sealed class PruneTests
{
    private const string NoPrune = "{automated: {}, syncOptions: [CreateNamespace=true]}";
    private static readonly ResourceKey Config = new("", "ConfigMap", "shop", "config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_left_the_sources_is_deleted()
    {
        var system = await Synced(Automated);

        await system.Push(Token, Other());

        Assert.DoesNotContain(system.Cluster.All, o => o.Key == Config);
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Where_pruning_is_off_it_stays_and_the_application_is_out_of_sync()
    {
        var system = await Synced(NoPrune);

        await system.Push(Token, Other("2"));

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
        Assert.Equal("OutOfSync", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Single((await system.State("shop", Token)).History, h => h.Counts.Change == 1);
    }

    [Theory]
    [InlineData("Prune=false")]
    [InlineData("Prune=confirm")]
    public async Task Object_that_asks_to_be_kept_stays_and_the_application_is_out_of_sync(string option)
    {
        var system = await Synced(Automated, $", annotations: {{argocd.argoproj.io/sync-options: {option}}}");

        await system.Push(Token, Other("2"));

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
        Assert.Equal("OutOfSync", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Object_says_more_than_its_application()
    {
        var system = await Synced("{automated: {prune: true}, syncOptions: [CreateNamespace=true, Prune=false]}", ", annotations: {argocd.argoproj.io/sync-options: Prune=true}");

        await system.Push(Token, Other());

        Assert.DoesNotContain(system.Cluster.All, o => o.Key == Config);
    }

    [Fact]
    public async Task Object_that_lost_our_mark_is_not_ours_to_delete()
    {
        var system = await Synced(Automated);
        system.Cluster.Edit(Config, root => ((MapNode)((MapNode)root["metadata"]!)["annotations"]!).Remove(Sync.Planning.Tracking.Annotation));

        await system.Push(Token, Other());

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
    }

    [Fact]
    public async Task Source_that_cannot_be_rendered_deletes_nothing()
    {
        var system = await Synced(Automated);

        await system.Push(Token, Other(), ("broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: [b"));

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
    }

    [Fact]
    public async Task Object_that_something_holds_does_not_hold_the_application_for_ever()
    {
        var system = await Synced(Automated, ", finalizers: [example.test/hold]");
        await system.Push(Token, Other("2"));
        await system.Pass(TimeSpan.FromMinutes(15), Token);

        var state = await system.State("shop", Token);
        Assert.Null(state.Operation);
        Assert.Contains(state.History, h => h.Phase == "Failed" && h.Message.Contains("example.test/hold", StringComparison.Ordinal));

        await system.Push(Token, Other("3"));
        Assert.Equal("3", (system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "other" }).Root["data"] as MapNode)?["a"]?.ToString());
    }

    [Fact]
    public async Task Gate_is_asked_before_drift_makes_something_be_deleted()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config", metadata: ", annotations: {argocd.argoproj.io/sync-options: Prune=false}")), Other());
        await system.Decide("shop", Core.Gates.GateState.Approved, Token);
        await system.Push(Token, Other());
        Assert.Contains(system.Cluster.All, o => o.Key == Config);

        system.Cluster.Edit(Config, root => ((MapNode)((MapNode)root["metadata"]!)["annotations"]!).Remove("argocd.argoproj.io/sync-options"));
        await system.ScanForDrift(Token);

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
        Assert.NotNull((await system.State("shop", Token)).Gate);
    }

    private static async Task<SyncSystem> Synced(string policy, string metadata = "")
    {
        var system = new SyncSystem(App(policy: policy));
        await system.Push(Token, ("config.yaml", ConfigMap("config", metadata: metadata)), Other());
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        return system;
    }

    private static (string, string) Other(string value = "1") => ("other.yaml", ConfigMap("other", value));
}
