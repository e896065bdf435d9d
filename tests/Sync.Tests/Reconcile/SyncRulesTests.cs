using Plumbline.Core.Applications;
using Plumbline.Core.Events;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Tests.Composed;

namespace Plumbline.Sync.Tests.Reconcile;

/// <summary>What follows from a plan, case by case (2.7, 2.9, APP-4, APP-5).</summary>
public sealed class SyncRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly ApprovalGate Gate = new("slack", "#deploys", []);
    private static readonly WakeReason Request = new(WakeKind.Request, "api ana");
    private static readonly PlanEntry Change = new(PlanAction.Change, "", "v1", "ConfigMap", "shop", "config") { Uid = "1" };
    private static readonly PlanEntry Prune = new(PlanAction.Prune, "", "v1", "ConfigMap", "shop", "old") { Uid = "2" };

    [Fact]
    public void Nothing_to_do_is_in_sync() => Assert.IsType<SyncDecision.InSync>(Decide(entries: [Change with { Action = PlanAction.Unchanged }]));

    [Fact]
    public void Nothing_to_do_but_to_keep_is_no_reason_to_sync() => Assert.IsType<SyncDecision.Rest>(Decide(entries: [Prune with { Kept = true }]));

    [Fact]
    public void Change_is_synced_by_itself() => Assert.Equal(new SyncDecision.Start(false, null), Decide());

    [Theory]
    [InlineData("{}")]
    [InlineData("{automated: {enabled: false}}")]
    public void Without_automated_sync_nothing_happens_by_itself(string policy) => Assert.IsType<SyncDecision.Rest>(Decide(policy: policy));

    [Fact]
    public void Request_counts_without_automated_sync() => Assert.Equal(new SyncDecision.Start(false, null), Decide(policy: "{}", request: Request));

    [Fact]
    public void Drift_rests_where_self_heal_is_off() => Assert.IsType<SyncDecision.Rest>(Decide(policy: "{automated: {}}", drift: true));

    [Fact]
    public void Drift_is_healed() => Assert.Equal(new SyncDecision.Start(true, null), Decide(drift: true));

    [Fact]
    public void Drift_is_synced_on_request_where_self_heal_is_off() => Assert.Equal(new SyncDecision.Start(false, null), Decide(policy: "{automated: {}}", drift: true, request: Request));

    [Fact]
    public void Gate_is_asked_for_a_change() => Assert.Equal(new SyncDecision.Ask(Gate), Decide(gate: Gate));

    [Fact]
    public void Gate_is_asked_for_a_request_as_well() => Assert.Equal(new SyncDecision.Ask(Gate), Decide(gate: Gate, request: Request));

    [Fact]
    public void Gate_is_not_asked_to_heal() => Assert.Equal(new SyncDecision.Start(true, null), Decide(gate: Gate, drift: true));

    [Fact]
    public void Gate_is_asked_where_healing_would_delete() => Assert.Equal(new SyncDecision.Ask(Gate), Decide(gate: Gate, drift: true, entries: [Prune]));

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(-1, 1000, true)]
    [InlineData(-1, FailedAttempt.Refused, false)]
    [InlineData(1000, FailedAttempt.Refused, false)]
    public void Plan_that_failed_is_tried_as_often_as_the_policy_says_and_one_that_was_refused_never(int limit, int times, bool again)
    {
        var decision = Decide(policy: $"{{automated: {{}}, retry: {{limit: {limit}}}}}", state: s => s with { Failed = new FailedAttempt(Plan([Change]).Digest, times, "no") });

        Assert.Equal(again, decision is SyncDecision.Start);
    }

    [Fact]
    public void Failure_of_another_plan_does_not_count() =>
        Assert.IsType<SyncDecision.Start>(Decide(state: s => s with { Failed = new FailedAttempt("another", FailedAttempt.Refused, "no") }));

    [Fact]
    public void What_is_left_of_a_plan_that_failed_halfway_is_the_same_attempt() =>
        Assert.IsType<SyncDecision.Rest>(Decide(state: s => s with { Failed = new FailedAttempt("another", 9, "no") { Render = "render" } }));

    [Fact]
    public void Request_is_served_whatever_failed_before() =>
        Assert.IsType<SyncDecision.Start>(Decide(request: Request, state: s => s with { Failed = new FailedAttempt(Plan([Change]).Digest, FailedAttempt.Refused, "no") }));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(20, 180)]
    public void Tries_wait_longer_and_longer(int times, int seconds)
    {
        var decision = Decide(policy: "{automated: {}, retry: {limit: -1}}", state: s => Ended(s) with { Failed = new FailedAttempt(Plan([Change]).Digest, times, "no") });

        Assert.Equal(new SyncDecision.Start(false, Now.AddSeconds(seconds)), decision);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 6)]
    [InlineData(3, 18)]
    [InlineData(5, 162)]
    [InlineData(6, 300)]
    [InlineData(60, 300)]
    public void Healing_waits_longer_and_longer(int attempts, int seconds) =>
        Assert.Equal(new SyncDecision.Start(true, Now.AddSeconds(seconds)), Decide(drift: true, state: s => Ended(s) with { HealAttempts = attempts }));

    [Fact]
    public void Healing_begins_anew_after_a_quiet_time()
    {
        var state = Ended(State()) with { HealAttempts = 6 };

        Assert.Equal(6, SyncRules.HealAttempts(state, Now.AddMinutes(9)));
        Assert.Equal(0, SyncRules.HealAttempts(state, Now.AddMinutes(11)));
    }

    private static SyncDecision Decide(
        string policy = "{automated: {prune: true, selfHeal: true}}", IReadOnlyList<PlanEntry>? entries = null, ApprovalGate? gate = null, WakeReason? request = null, bool drift = false,
        Func<ApplicationState, ApplicationState>? state = null) =>
        SyncRules.Decide(new SyncSituation((state ?? (s => s))(State()), App(policy), Plan(entries ?? [Change]), gate, request, drift, Now));

    private static Plan Plan(IReadOnlyList<PlanEntry> entries) => new(1, "shop", "cluster", "render", "policy", entries);

    private static ApplicationState State() => new(1, "shop", "{}", "spec");

    private static ApplicationState Ended(ApplicationState state) => state with
    {
        History = [new HistoryEntry("1", Now, Now, HistoryEntry.Failed, "plan", new PlanCounts(0, 1, 0, 0), [], "automated sync", "no")],
    };

    private static Application App(string policy) => ApplicationReader.Read(
        (Core.Objects.MapNode)YamlReader.ReadAll(System.Text.Encoding.UTF8.GetBytes(Manifests.App(policy: policy)), "app.yaml", YamlReadOptions.Default)[0],
        new ObjectOrigin("app.yaml", SourcePosition.None)).Value!;
}
