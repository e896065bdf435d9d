using Plumbline.Core.Events;
using Plumbline.Support.Recorder;

namespace Plumbline.Reporting.Tests;

/// <summary>Through Octokit and HTTP to a recorder that shows what GitHub and Slack would show.</summary>
public sealed class ReportHandlerTests : IAsyncLifetime
{
    private ReportWorld _world = null!;

    private ApiRecorder Recorder => _world.Recorder;

    public async ValueTask InitializeAsync() => _world = await ReportWorld.Start();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task Happens(string kind, Func<AppEvent, AppEvent>? more = null) => _world.Happens(kind, more);

    private Task Publish() => _world.Publish();

    private static AppEvent Asking(AppEvent e) => e with { Gate = "g1", Expires = e.At.AddHours(8), Counts = new PlanCounts(1, 2, 0, 3), Lines = ["Deployment web/cart image 1 → 2"] };

    [Fact]
    public async Task Rollout_is_one_status_and_one_message_that_is_edited()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        var asked = Assert.Single(Recorder.Messages);
        Assert.Equal("g1", asked.Button("approve"));
        Assert.Equal("pending", Assert.Single(Recorder.Statuses).State);

        await Happens(EventKind.Approved, e => e with { Actor = "ben (U1)", Message = "Approved by ben (U1)." });
        await Happens(EventKind.OperationStarted);
        await Publish();
        await Happens(EventKind.OperationSucceeded, e => e with { Message = "Applied and healthy." });
        await Publish();

        var told = Assert.Single(Recorder.Messages);
        Assert.Equal(asked.Id, told.Id);
        Assert.Null(told.Button("approve"));
        Assert.Contains("healthy", told.Text, StringComparison.Ordinal);
        Assert.Contains("Approved by ben", told.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", told.Body.ToJsonString(), StringComparison.Ordinal);
        var status = Assert.Single(Recorder.Statuses);
        Assert.Equal(("success", "plumbline/shop-prod"), (status.State, status.Context));
    }

    [Fact]
    public async Task Repeated_hint_tells_nothing_twice()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        var calls = Recorder.Calls.Count;

        await Publish();

        Assert.Equal(calls, Recorder.Calls.Count);
    }

    [Fact]
    public async Task Lost_answer_to_a_post_does_not_post_again()
    {
        Recorder.FailNext("/slack/chat.postMessage", 500, afterEffect: true);
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        await Publish();

        Assert.Single(Recorder.Messages);
    }

    [Fact]
    public async Task Rate_limit_is_respected_and_the_rest_is_told_later()
    {
        Recorder.FailNext("/slack/chat.postMessage", 429, retryAfter: 90);
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        Assert.Empty(Recorder.Messages);

        _world.Clock.Advance(TimeSpan.FromSeconds(60));
        await _world.Handler.Sweep(TestContext.Current.CancellationToken);
        Assert.Empty(_world.Queue.Bodies("report"));

        _world.Clock.Advance(TimeSpan.FromSeconds(31));
        await _world.Handler.Sweep(TestContext.Current.CancellationToken);
        Assert.Single(_world.Queue.Bodies("report"));
        await Publish();
        Assert.Single(Recorder.Messages);
    }

    [Fact]
    public async Task Pending_status_of_overtaken_work_is_ended()
    {
        await Happens(EventKind.OperationStarted, e => e with { Operation = "o1" });
        await Happens(EventKind.OperationSuperseded, e => e with { Operation = "o1", Commits = [] });
        await Publish();

        Assert.Equal("error", Assert.Single(Recorder.Statuses).State);
    }

    [Fact]
    public async Task Healing_leaves_the_commits_status_alone()
    {
        await Happens(EventKind.OperationStarted, e => e with { Actor = "self-heal" });
        await Publish();

        Assert.Empty(Recorder.Statuses);
    }

    [Fact]
    public async Task Chain_with_its_reports_holds()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();

        Assert.Null(await _world.Ledger.Verify(ReportWorld.App, TestContext.Current.CancellationToken));
        Assert.Equal([EventKind.ApprovalRequested, EventKind.Reported, EventKind.Reported], await _world.Kinds());
    }
}
