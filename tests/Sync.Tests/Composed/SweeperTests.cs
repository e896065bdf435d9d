using Plumbline.Core.Gates;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Messages may be lost: what is behind is found all the same (I1, I8). What is old and nobody needs is deleted.</summary>
public sealed class SweeperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_whose_message_is_lost_is_synced()
    {
        var system = new SyncSystem(App());
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Get<IRefCheck>().Check(Token);
        await system.Lose(Token);

        await system.Pass(TimeSpan.FromMinutes(3), Token);

        Assert.Contains(system.Cluster.All, o => o.Name == "config");
    }

    [Fact]
    public async Task Decision_whose_message_is_lost_is_carried_out()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var gate = (await system.State("shop", Token)).Gate!;
        await system.Get<Core.Messages.Wakes>().Note("shop", system.Clock.GetUtcNow(), Token);
        await system.Gates.Decide(gate.Id, GateState.Approved, "ana", system.Clock.GetUtcNow(), Token);

        await system.Pass(TimeSpan.FromMinutes(3), Token);

        Assert.Contains(system.Cluster.All, o => o.Name == "config");
    }

    [Fact]
    public async Task Question_that_nobody_answers_ends_by_itself()
    {
        var system = new SyncSystem(App(metadata: Gated), s => s with { ApprovalExpiry = TimeSpan.FromMinutes(20) });
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var gate = (await system.State("shop", Token)).Gate!;

        await system.Pass(TimeSpan.FromMinutes(25), Token);

        Assert.Null((await system.State("shop", Token)).Gate);
        Assert.Equal(GateState.Expired, (await system.Gates.Find(gate.Id, Token))!.State);
        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
    }

    [Fact]
    public async Task Operation_whose_worker_died_goes_on_when_its_lease_is_over()
    {
        var system = new SyncSystem(App());
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Get<IRefCheck>().Check(Token);
        await system.Look("shop", Token);
        await system.Lose(Token);
        Assert.NotNull(await system.Get<ApplicationLease>().Acquire("shop", Token));

        await system.Pass(TimeSpan.FromMinutes(3), Token);

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Application_whose_work_kills_the_process_again_and_again_is_parked_until_it_changes()
    {
        var system = new SyncSystem(App());
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Get<IRefCheck>().Check(Token);
        for (var n = 0; n < 4; n++)
        {
            await system.Get<ApplicationLease>().Acquire("shop", Token);
            system.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        await system.Pass(TimeSpan.FromMinutes(5), Token);
        Assert.Equal(SyncProblem.Quarantined, (await system.State("shop", Token)).Observed!.Code);
        Assert.Empty(system.Cluster.Writes);

        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));
        await system.Register(Token, ("apps.yaml", App(metadata: ", labels: {a: b}")));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Application_at_rest_costs_the_sweeper_nothing()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Pass(TimeSpan.FromMinutes(5), Token);
        var looks = system.Looks;

        await system.Pass(TimeSpan.FromMinutes(30), Token);

        Assert.Equal(looks, system.Looks);
        Assert.DoesNotContain(system.Documents.All, d => d.Key.Partition == "wakes");
    }

    [Fact]
    public async Task Retention_keeps_the_plans_of_the_history_and_what_is_new()
    {
        var system = new SyncSystem(App(more: ", revisionHistoryLimit: 1"), s => s with { RetentionDays = 30 });
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var first = (await system.State("shop", Token)).History[^1].Plan;
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));
        var second = (await system.State("shop", Token)).History[^1].Plan;
        system.Clock.Advance(TimeSpan.FromDays(31));
        await ((IBlobStore)system.Blobs).PutOnce("plans/new", "{}"u8.ToArray(), Token);

        await system.Get<IRetention>().Clean(Token);

        Assert.False(system.Blobs.All.ContainsKey($"plans/{first}"));
        Assert.True(system.Blobs.All.ContainsKey($"plans/{second}"));
        Assert.True(system.Blobs.All.ContainsKey("plans/new"));
        Assert.True(system.Blobs.All.ContainsKey("inventory/shop"));
    }
}
