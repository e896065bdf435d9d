using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Ledger;
using Plumbline.GitHub;
using Plumbline.Slack;
using Plumbline.Support.Recorder;
using Plumbline.Support.State;

namespace Plumbline.Reporting.Tests;

/// <summary>Through Octokit and HTTP to a recorder that shows what GitHub and Slack would show.</summary>
public sealed class ReportHandlerTests : IAsyncLifetime
{
    private const string App = "shop";
    private static readonly SourceCommit Commit = new("https://github.com/acme/shop.git", new string('a', 40), "ana", "cart <!channel> 1.9.0");

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly FakeDocumentStore _documents;
    private readonly FakeMessageQueue _queue;
    private readonly AppLedger _ledger;
    private ApiRecorder _recorder = null!;
    private ReportHandler _handler = null!;
    private long _number;

    public ReportHandlerTests()
    {
        _documents = new FakeDocumentStore(_clock);
        _queue = new FakeMessageQueue(_clock);
        _ledger = new AppLedger(_documents);
    }

    public async ValueTask InitializeAsync()
    {
        _recorder = await ApiRecorder.Start();
        var github = new GitHubOptions { ApiBase = _recorder.GitHub, Token = "t" };
        var slack = new SlackChat(new HttpClient(), new SlackOptions { ApiBase = _recorder.Slack, Token = "xoxb-1" });
        _handler = new ReportHandler(
            new ReportStore(_documents), _ledger, new GitHubStatuses(github, new GitHubTokens(github, _clock), _clock), slack, _queue, new NoCrashPoints(), _clock, new ReportingSettings(),
            NullLogger<ReportHandler>.Instance);
    }

    public ValueTask DisposeAsync() => _recorder.DisposeAsync();

    private async Task Happens(string kind, Func<AppEvent, AppEvent>? more = null)
    {
        var e = new AppEvent(1, App, ++_number, kind, _clock.GetUtcNow()) { Environment = "shop-prod", Commits = [Commit], Plan = new string('7', 64), Channel = "slack:#deploys", Message = kind };
        e = more?.Invoke(e) ?? e;
        await _ledger.Append(App, $"event {e.Number}", e.At, e.Kind, e.ToJson(), TestContext.Current.CancellationToken);
    }

    private Task Publish() => _handler.Publish(App, TestContext.Current.CancellationToken);

    private static AppEvent Asking(AppEvent e) => e with { Gate = "g1", Expires = e.At.AddHours(8), Counts = new PlanCounts(1, 2, 0, 3), Lines = ["Deployment web/cart image 1 → 2"] };

    [Fact]
    public async Task Rollout_is_one_status_and_one_message_that_is_edited()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        var asked = Assert.Single(_recorder.Messages);
        Assert.Equal("g1", asked.Button("approve"));
        Assert.Equal("pending", Assert.Single(_recorder.Statuses).State);

        await Happens(EventKind.Approved, e => e with { Actor = "ben (U1)", Message = "Approved by ben (U1)." });
        await Happens(EventKind.OperationStarted);
        await Publish();
        await Happens(EventKind.OperationSucceeded, e => e with { Message = "Applied and healthy." });
        await Publish();

        var told = Assert.Single(_recorder.Messages);
        Assert.Equal(asked.Id, told.Id);
        Assert.Null(told.Button("approve"));
        Assert.Contains("healthy", told.Text, StringComparison.Ordinal);
        Assert.Contains("Approved by ben", told.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", told.Body.ToJsonString(), StringComparison.Ordinal);
        var status = Assert.Single(_recorder.Statuses);
        Assert.Equal(("success", "plumbline/shop-prod"), (status.State, status.Context));
    }

    [Fact]
    public async Task Repeated_hint_tells_nothing_twice()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        var calls = _recorder.Calls.Count;

        await Publish();

        Assert.Equal(calls, _recorder.Calls.Count);
    }

    [Fact]
    public async Task Lost_answer_to_a_post_does_not_post_again()
    {
        _recorder.FailNext("/slack/chat.postMessage", 500, afterEffect: true);
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Publish();

        Assert.Single(_recorder.Messages);
    }

    [Fact]
    public async Task Rate_limit_is_respected_and_the_rest_is_told_later()
    {
        _recorder.FailNext("/slack/chat.postMessage", 429, retryAfter: 90);
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();
        Assert.Empty(_recorder.Messages);

        _clock.Advance(TimeSpan.FromSeconds(60));
        await _handler.Sweep(TestContext.Current.CancellationToken);
        Assert.Empty(_queue.Bodies("report"));

        _clock.Advance(TimeSpan.FromSeconds(31));
        await _handler.Sweep(TestContext.Current.CancellationToken);
        Assert.Single(_queue.Bodies("report"));
        await Publish();
        Assert.Single(_recorder.Messages);
    }

    [Fact]
    public async Task Pending_status_of_overtaken_work_is_ended()
    {
        await Happens(EventKind.OperationStarted, e => e with { Operation = "o1" });
        await Happens(EventKind.OperationSuperseded, e => e with { Operation = "o1", Commits = [] });
        await Publish();

        Assert.Equal("error", Assert.Single(_recorder.Statuses).State);
    }

    [Fact]
    public async Task Healing_leaves_the_commits_status_alone()
    {
        await Happens(EventKind.OperationStarted, e => e with { Actor = "self-heal" });
        await Publish();

        Assert.Empty(_recorder.Statuses);
    }

    [Fact]
    public async Task Chain_with_its_reports_holds()
    {
        await Happens(EventKind.ApprovalRequested, Asking);
        await Publish();

        Assert.Null(await _ledger.Verify(App, TestContext.Current.CancellationToken));
        var kinds = new List<string>();
        await foreach (var entry in _ledger.Read(App, 0, TestContext.Current.CancellationToken))
        {
            kinds.Add(entry.Kind);
        }

        Assert.Equal([EventKind.ApprovalRequested, EventKind.Reported, EventKind.Reported], kinds);
    }
}
