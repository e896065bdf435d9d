using Plumbline.Core.Gates;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What is tried again by itself, when, and what is not (APP-5, trap 3).</summary>
public sealed class RetryTests
{
    private const string Endless = "{automated: {prune: true}, syncOptions: [CreateNamespace=true], retry: {limit: -1}}";
    private const string Once = "{automated: {prune: true}, syncOptions: [CreateNamespace=true], retry: {limit: 1, backoff: {duration: 20s}}}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_that_was_out_of_reach_for_an_hour_gets_what_was_pushed_when_it_is_back()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        system.Cluster.Fault = call => call.Verb == "Apply" && !call.IsDryRun ? Down() : null;
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));
        system.Unreachable = _ => Down();

        await system.Pass(TimeSpan.FromHours(1), Token);
        Assert.Equal(SyncProblem.ClusterUnavailable, (await system.State("shop", Token)).Observed!.Code);
        system.Unreachable = _ => null;
        system.Cluster.Fault = _ => null;
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Equal("2", Value(system));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Cluster_out_of_reach_is_asked_every_few_minutes_and_not_each_minute()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        system.Unreachable = _ => Down();
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));
        await system.Pass(TimeSpan.FromMinutes(30), Token);
        var looks = system.Looks;

        await system.Pass(TimeSpan.FromMinutes(30), Token);

        Assert.InRange(system.Looks - looks, 1, 20);
    }

    [Fact]
    public async Task Rejection_still_counts_after_the_cluster_was_out_of_reach()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Decide("shop", GateState.Rejected, Token);

        await Stumble(system);

        Assert.Null((await system.State("shop", Token)).Gate);
        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
    }

    [Fact]
    public async Task Rejection_counts_where_there_is_no_limit_to_tries()
    {
        var system = new SyncSystem(App(policy: Endless, metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Decide("shop", GateState.Rejected, Token);

        await Stumble(system);

        Assert.Null((await system.State("shop", Token)).Gate);
    }

    [Fact]
    public async Task Sync_that_fails_is_tried_as_often_as_the_application_says_and_then_rests()
    {
        var system = new SyncSystem(App(policy: Once));
        system.Cluster.Fault = call => call is { Verb: "Apply", IsDryRun: false } && call.Key.Name == "config" ? new ClusterException(ClusterFailure.Forbidden, "not today") : null;

        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        var state = await system.State("shop", Token);
        Assert.Equal(2, state.History.Count);
        Assert.True(state.History[1].Started - state.History[0].Ended >= TimeSpan.FromSeconds(20));
        Assert.Null(state.WakeAt);
        Assert.False(state.IsDue(system.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Waiting_for_the_next_try_costs_no_looks()
    {
        var system = new SyncSystem(App(policy: Once));
        system.Cluster.Fault = call => call is { Verb: "Apply", IsDryRun: false } && call.Key.Name == "config" ? new ClusterException(ClusterFailure.Forbidden, "not today") : null;
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.InRange(system.Looks, 1, 8);
    }

    private static async Task Stumble(SyncSystem system)
    {
        system.Unreachable = _ => Down();
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("other.txt", "x"));
        await system.Get<Apps.ApplicationWaker>().Wake("shop", new Apps.WakeReason(Apps.WakeKind.Drift, "a look"), Token);
        await system.Work(Token);
        Assert.Equal(SyncProblem.ClusterUnavailable, (await system.State("shop", Token)).Observed!.Code);
        system.Unreachable = _ => null;
        await system.Pass(TimeSpan.FromMinutes(10), Token);
        Assert.Null((await system.State("shop", Token)).Observed!.Code);
    }

    private static ClusterException Down() => new(ClusterFailure.Unavailable, "the API server does not answer");

    private static string? Value(SyncSystem system) =>
        (system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" }).Root["data"] as Core.Objects.MapNode)?["a"]?.ToString();
}
