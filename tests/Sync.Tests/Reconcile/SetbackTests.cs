using Plumbline.Core.Events;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Tests.Reconcile;

/// <summary>The state after work that could not be done (I8, T-Q).</summary>
public sealed class SetbackTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Trouble_waits_longer_each_time_and_is_told_once()
    {
        var state = State();
        var pauses = new List<double>();
        for (var n = 0; n < 9; n++)
        {
            state = Setback.Trouble(state, SyncProblem.ClusterUnavailable, "no answer", null, Now);
            pauses.Add((state.WakeAt!.Value - Now).TotalSeconds);
        }

        Assert.Equal([4, 8, 16, 32, 64, 128, 256, 300, 300], pauses);
        Assert.Equal(EventKind.RenderFailed, Assert.Single(state.Outbox).Kind);
    }

    [Fact]
    public void Trouble_of_another_kind_is_told_and_begins_with_a_short_pause()
    {
        var state = Setback.Trouble(Setback.Trouble(State(), SyncProblem.ClusterUnavailable, "a", null, Now), SyncProblem.SourceUnavailable, "b", null, Now);

        Assert.Equal(Now.AddSeconds(4), state.WakeAt);
        Assert.Equal(2, state.Outbox.Count);
    }

    [Fact]
    public void Pause_that_was_asked_for_is_kept() =>
        Assert.Equal(Now.AddSeconds(77), Setback.Trouble(State(), SyncProblem.ClusterUnavailable, "a", TimeSpan.FromSeconds(77), Now).WakeAt);

    [Fact]
    public void Trouble_leaves_tries_and_decisions_as_they_were()
    {
        var state = State() with { Failed = new FailedAttempt("plan", FailedAttempt.Refused, "rejected by ana"), Reasons = [new WakeReason(WakeKind.Request, "ana")] };

        var after = Setback.Trouble(state, SyncProblem.ClusterUnavailable, "a", null, Now);

        Assert.Equal(state.Failed, after.Failed);
        Assert.Equal(state.Reasons, after.Reasons);
    }

    [Fact]
    public void Operation_that_gives_way_gives_its_request_back()
    {
        var request = new WakeReason(WakeKind.Request, "ana");
        var state = State() with { Operation = new OperationState("1", "plan", "ana", Now, Now) { Request = request } };

        var after = Setback.Superseded(state, "A newer commit.", Now);

        Assert.Null(after.Operation);
        Assert.Equal([request], after.Reasons);
        Assert.Equal("1", Assert.Single(after.Outbox).Operation);
    }

    [Fact]
    public void Parked_application_rests_and_names_the_operation_that_ended_with_it()
    {
        var state = State() with { Wanted = 7, WakeAt = Now, Operation = new OperationState("1", "plan", "ana", Now, Now) };

        var after = Setback.Parked(state, "It failed too often.", Now);

        Assert.False((after with { Outbox = [] }).IsDue(Now.AddYears(1)));
        Assert.Null(after.Operation);
        Assert.Equal(("1", EventKind.Parked), (after.Outbox[0].Operation, after.Outbox[0].Kind));
    }

    [Fact]
    public void New_reason_ends_a_pause()
    {
        var state = Setback.Trouble(State() with { Wanted = 1 }, SyncProblem.ClusterUnavailable, "a", null, Now) with { Outbox = [] };
        Assert.False(state.IsDue(Now));

        Assert.True((ApplicationWaker.Woken(state, new WakeReason(WakeKind.Push, "delivery 1"), Now) with { Outbox = [] }).IsDue(Now));
    }

    private static ApplicationState State() => new(1, "shop", "{}", "spec");
}
