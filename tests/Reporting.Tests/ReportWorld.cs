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

/// <summary>The handler of reports, through Octokit and HTTP to a recorder that shows what GitHub and Slack would show.</summary>
internal sealed class ReportWorld : IAsyncDisposable
{
    public const string App = "shop";
    public static readonly SourceCommit Commit = new("https://github.com/acme/shop.git", new string('a', 40), "ana", "cart <!channel> 1.9.0");

    private long _number;

    private ReportWorld(ApiRecorder recorder)
    {
        Recorder = recorder;
        Documents = new FakeDocumentStore(Clock);
        Queue = new FakeMessageQueue(Clock);
        Ledger = new AppLedger(Documents);
        var github = new GitHubOptions { ApiBase = recorder.GitHub, Token = "t" };
        var slack = new SlackChat(new HttpClient(), new SlackOptions { ApiBase = recorder.Slack, Token = "xoxb-1" });
        Handler = new ReportHandler(
            new ReportStore(Documents), Ledger, new GitHubStatuses(github, new GitHubTokens(github, Clock), Clock), slack, Queue, new NoCrashPoints(), Clock, new ReportingSettings(),
            NullLogger<ReportHandler>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public FakeDocumentStore Documents { get; }

    public FakeMessageQueue Queue { get; }

    public AppLedger Ledger { get; }

    public ApiRecorder Recorder { get; }

    public ReportHandler Handler { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ReportWorld> Start() => new(await ApiRecorder.Start());

    public ValueTask DisposeAsync() => Recorder.DisposeAsync();

    public async Task Happens(string kind, Func<AppEvent, AppEvent>? more = null)
    {
        var e = new AppEvent(1, App, ++_number, kind, Clock.GetUtcNow()) { Environment = "shop-prod", Commits = [Commit], Plan = new string('7', 64), Channel = "slack:#deploys", Message = kind };
        e = more?.Invoke(e) ?? e;
        await Ledger.Append(App, $"event {e.Number}", e.At, e.Kind, e.ToJson(), Token);
    }

    public Task Publish() => Handler.Publish(App, Token);

    /// <summary>The timer runs after <paramref name="pause"/>; whether it found something to tell, which is then told.</summary>
    public async Task<bool> SweepAfter(TimeSpan pause)
    {
        Clock.Advance(pause);
        await Handler.Sweep(Token);
        var found = false;
        while (await Queue.Receive("report", 1, TimeSpan.FromMinutes(1), Token) is [var message])
        {
            await Queue.Delete("report", message, Token);
            await Publish();
            found = true;
        }

        return found;
    }

    /// <summary>Kinds of the ledger's entries.</summary>
    public async Task<IReadOnlyList<string>> Kinds()
    {
        var kinds = new List<string>();
        await foreach (var entry in Ledger.Read(App, 0, Token))
        {
            kinds.Add(entry.Kind);
        }

        return kinds;
    }
}
