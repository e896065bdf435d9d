using Plumbline.Core.Gates;
using Plumbline.Core.Objects;
using Plumbline.Support.Kubernetes;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What becomes of changes that were made in the cluster (2.7, trap 2; APP-4).</summary>
public sealed class SelfHealTests
{
    private const string WithoutHealing = "{automated: {prune: true}, syncOptions: [CreateNamespace=true]}";
    private static readonly ResourceKey Config = new("", "ConfigMap", "shop", "config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_in_the_cluster_is_undone()
    {
        var system = await Synced(Automated);
        ByHand(system);

        await system.ScanForDrift(Token);

        Assert.Equal("1", Value(system));
        Assert.Equal("self-heal", (await system.State("shop", Token)).History[^1].Initiator);
    }

    [Fact]
    public async Task Change_in_the_cluster_stays_however_often_it_is_found_where_self_heal_is_off()
    {
        var system = await Synced(WithoutHealing);
        ByHand(system);

        await system.ScanForDrift(Token);
        await system.ScanForDrift(Token);
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("readme.md", "nothing that is rendered"));
        await system.ScanForDrift(Token);

        Assert.Equal("by hand", Value(system));
        Assert.Equal("OutOfSync", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Push_that_changes_something_is_synced_although_self_heal_is_off()
    {
        var system = await Synced(WithoutHealing);
        ByHand(system);
        await system.ScanForDrift(Token);

        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));

        Assert.Equal("2", Value(system));
    }

    [Fact]
    public async Task Way_back_to_what_was_synced_before_a_sync_that_failed_is_a_sync_and_no_healing()
    {
        var system = await Synced(WithoutHealing);
        system.Cluster.Fault = call => call is { Verb: "Apply", IsDryRun: false } && call.Key.Name == "other" ? new ClusterException(ClusterFailure.Forbidden, "not today") : null;
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")), ("other.yaml", ConfigMap("other")));
        Assert.Equal("2", Value(system));

        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Equal("1", Value(system));
    }

    [Fact]
    public async Task Found_in_sync_without_a_sync_of_ours_a_later_change_is_drift()
    {
        var system = await Synced(WithoutHealing);
        await system.Blobs.Delete("inventory/shop", Token);

        await system.Ask("shop", Token);
        ByHand(system);
        await system.ScanForDrift(Token);

        Assert.Equal("by hand", Value(system));
    }

    [Fact]
    public async Task What_took_the_place_of_a_cluster_is_no_drift_and_is_deployed_to_where_self_heal_is_off()
    {
        var system = await Synced(WithoutHealing);
        system.Cluster = new FakeCluster(system.Clock, "cluster-2");

        await system.ScanForDrift(Token);
        Assert.Equal("1", Value(system));

        ByHand(system);
        await system.ScanForDrift(Token);
        Assert.Equal("by hand", Value(system));
    }

    [Fact]
    public async Task Healing_needs_no_new_approval()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Decide("shop", GateState.Approved, Token);
        Assert.Equal("1", Value(system));
        ByHand(system);

        await system.ScanForDrift(Token);

        Assert.Equal("1", Value(system));
        Assert.Null((await system.State("shop", Token)).Gate);
    }

    [Fact]
    public async Task Somebody_who_changes_it_again_and_again_is_answered_later_and_later()
    {
        var system = await Synced(Automated);
        for (var n = 0; n < 5; n++)
        {
            ByHand(system);
            await system.ScanForDrift(Token);
        }

        ByHand(system);
        var looks = system.Looks;
        await system.ScanForDrift(Token);

        Assert.Equal("by hand", Value(system));
        Assert.InRange(system.Looks - looks, 1, 3);
        await system.Pass(TimeSpan.FromMinutes(6), Token);
        Assert.Equal("1", Value(system));
    }

    private static async Task<SyncSystem> Synced(string policy)
    {
        var system = new SyncSystem(App(policy: policy));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        Assert.Equal("1", Value(system));
        return system;
    }

    private static void ByHand(SyncSystem system) => system.Cluster.Edit(Config, root => ((MapNode)root["data"]!).Set("a", ScalarNode.Of("by hand")));

    private static string? Value(SyncSystem system) => (system.Cluster.All.Single(o => o.Key == Config).Root["data"] as MapNode)?["a"]?.ToString();
}
