using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Sync.Handlers;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>A newer commit takes the place of work that has written nothing, and what was asked for is not lost with it (I3, I13).</summary>
public sealed class SupersedeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Newer_commit_is_what_a_waiting_sync_applies()
    {
        var system = await Begun(App());

        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));

        Assert.Equal("2", Value(system));
        Assert.Single((await system.State("shop", Token)).History);
    }

    [Fact]
    public async Task Request_is_served_with_the_newer_commit()
    {
        var system = await Begun(App(policy: ByRequest));

        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));

        Assert.Equal("2", Value(system));
    }

    [Fact]
    public async Task Request_is_served_when_the_plan_is_another_by_the_time_it_is_carried_out()
    {
        var system = await Begun(App(policy: ByRequest));
        system.Commit(("config.yaml", ConfigMap("config", "2")));
        await system.Get<Repositories.TipRefresh>().Run(Core.Git.RepositoryUrl.Parse(SyncSystem.Shop).Key, new Apps.WakeReason(Apps.WakeKind.Refs, "ref check"), [], Token);

        await system.Get<IOperationStepHandler>().Step("shop", Token);
        await system.Work(Token);

        Assert.Equal("2", Value(system));
    }

    /// <summary>A delivery that is handled again after a crash wakes again; the commit must not be marked as overtaken by itself (I2, I9).</summary>
    [Fact]
    public async Task Second_wake_for_the_same_commit_does_not_end_the_sync_that_it_began()
    {
        var system = await Begun(App());
        await system.Get<Apps.ApplicationWaker>().Wake("shop", new Apps.WakeReason(Apps.WakeKind.Push, "delivery d-1"), Token);

        await system.Work(Token);

        Assert.Equal("1", Value(system));
        Assert.DoesNotContain(await system.Events("shop", Token), e => e.Kind == Core.Events.EventKind.OperationSuperseded);
        Assert.Single((await system.State("shop", Token)).History);
    }

    [Fact]
    public async Task Commit_that_changes_nothing_of_the_plan_lets_the_sync_go_on_and_is_told_of_too()
    {
        var system = await Begun(App());

        var newer = system.Commit(("config.yaml", $"# a comment\n{ConfigMap("config")}"));
        await system.CheckRefs(Token);
        await system.Work(Token);

        Assert.Equal("1", Value(system));
        var events = await system.Events("shop", Token);
        Assert.DoesNotContain(events, e => e.Kind == Core.Events.EventKind.OperationSuperseded);
        Assert.Equal(newer, events[^1].Commits[0].Commit);
        Assert.Single((await system.State("shop", Token)).History);
    }

    [Fact]
    public async Task Application_that_leaves_takes_its_sync_with_it_that_has_written_nothing()
    {
        var system = await Begun(App());

        await system.Register(Token, ("apps.yaml", "# nothing"));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
    }

    [Fact]
    public async Task Approval_outlives_a_commit_that_changes_nothing_of_the_plan()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await Approve(system);
        Assert.NotNull((await system.State("shop", Token)).Operation);

        await system.Push(Token, ("config.yaml", $"# a comment\n{ConfigMap("config")}"));

        Assert.Equal("1", Value(system));
        Assert.Null((await system.State("shop", Token)).Gate);
    }

    [Fact]
    public async Task Approval_does_not_outlive_a_commit_that_changes_the_plan()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await Approve(system);

        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
        Assert.NotNull((await system.State("shop", Token)).Gate);
    }

    private static async Task Approve(SyncSystem system)
    {
        await system.Gates.Decide((await system.State("shop", Token)).Gate!.Id, GateState.Approved, "ana", system.Clock.GetUtcNow(), Token);
        await system.Get<IReconcileHandler>().Reconcile("shop", Token);
    }

    /// <summary>An operation that is decided and has not taken its first step.</summary>
    private static async Task<SyncSystem> Begun(string application)
    {
        var system = new SyncSystem(application);
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Get<IRefCheck>().Check(Token);
        await system.Look("shop", Token);
        Assert.Equal(Sync.Operations.OperationPhase.Starting, (await system.State("shop", Token)).Operation!.Phase);
        return system;
    }

    private static string? Value(SyncSystem system) =>
        (system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" }).Root["data"] as Core.Objects.MapNode)?["a"]?.ToString();
}
