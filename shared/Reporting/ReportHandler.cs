using Microsoft.Extensions.Logging;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Git;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.Reporting;

namespace Plumbline.Reporting;

/// <summary>
/// Tells the outside what the ledger says (I9): takes in the entries since the last time, works out how every status and the rollout's message should be, and tells
/// what is not told yet. Telling twice shows no difference; what cannot be told now is told later.
/// </summary>
internal sealed partial class ReportHandler(
    ReportStore store, AppLedger ledger, ICommitStatuses? statuses, IChat? chat, IMessageQueue queue, ICrashPoints crash, TimeProvider clock, ReportingSettings settings,
    ILogger<ReportHandler> logger)
    : IReportHandler, IReportSweep
{
    private const int MostRefusals = 24;
    private const int EveryMinutes = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Publish(string hint, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await store.Note(hint, token);
        var (state, etag) = await store.Load(hint, token);
        if (state.BusyUntil > now)
        {
            await queue.Send(QueueName.Report, Hint.To(hint).ToText(), TimeSpan.FromSeconds(1), token);
            return;
        }

        var taken = await TakeIn(state with { BusyUntil = now + settings.Lease }, token);
        if (await store.Save(taken, etag, token) is not { } version)
        {
            await queue.Send(QueueName.Report, Hint.To(hint).ToText(), TimeSpan.FromSeconds(1), token);
            return;
        }

        var told = await Tell(taken, version, token);
        if (told.IsTold)
        {
            await store.Settle(hint, token);
        }

        // Entries that came while we were telling have their own message; one that was refused as busy comes again by itself.
    }

    /// <inheritdoc/>
    public Task GiveUp(string hint, CancellationToken token) => store.Note(hint, token);

    /// <inheritdoc/>
    public async Task Sweep(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await foreach (var app in store.Unsettled(token))
        {
            var (state, _) = await store.Load(app, token);
            if ((state.RetryAt ?? now) <= now && (state.BusyUntil ?? now) <= now)
            {
                await queue.Send(QueueName.Report, Hint.To(app).ToText(), TimeSpan.Zero, token);
            }
        }

        if (now.Minute % EveryMinutes == 0)
        {
            await WakeUntold(now, token);
        }
    }

    /// <summary>Finds what the ledger has and nobody took in, because the message that says so is lost: telling always ends with saving, after the newest entry.</summary>
    private async Task WakeUntold(DateTimeOffset now, CancellationToken token)
    {
        var saved = await store.Saved(token);
        await foreach (var (app, written) in ledger.Heads(token))
        {
            if (written < now - Patience && (!saved.TryGetValue(app, out var at) || at < written))
            {
                await queue.Send(QueueName.Report, Hint.To(app).ToText(), TimeSpan.Zero, token);
            }
        }
    }

    private async Task<ReportState> TakeIn(ReportState state, CancellationToken token)
    {
        await foreach (var entry in ledger.Read(state.App, state.Cursor, token))
        {
            state = state with { Cursor = entry.Sequence };
            if (entry.Kind != EventKind.Reported && AppEvent.Parse(entry.Body) is { } e)
            {
                state = RolloutFold.Apply(StatusFold.Apply(state, e), e);
            }
        }

        return state;
    }

    private async Task<ReportState> Tell(ReportState state, string version, CancellationToken token)
    {
        TimeSpan? later = null;
        var statusList = new List<ReportedStatus>();
        foreach (var status in state.Statuses)
        {
            var (told, pause) = status.Told ? (status, null) : await TellStatus(state, status, token);
            statusList.Add(told);
            later = Longer(later, pause);
        }

        state = state with { Statuses = statusList };
        if (state.Rollout is { Told: false } rollout)
        {
            (state, version, var pause) = await TellRollout(state, rollout, version, token);
            later = Longer(later, pause);
        }

        var done = state with { BusyUntil = null, RetryAt = later is { } wait ? clock.GetUtcNow() + wait : null };
        await store.Save(done, version, token);
        return done;
    }

    private async Task<(ReportedStatus Status, TimeSpan? Later)> TellStatus(ReportState state, ReportedStatus status, CancellationToken token)
    {
        var repository = RepositoryUrl.Parse(status.Repository);
        if (statuses is null || !statuses.Serves(repository))
        {
            return (status with { Told = true }, null);
        }

        try
        {
            await statuses.Set(repository, new CommitId(status.Commit), new CommitStatus(status.Context, status.State, status.Description, null), token);
            crash.Reached(CrashPoint.ReportSent);
            await Enter(state, $"status {status.Commit} {status.Context} {status.Event}", $"Status {status.Context} of {status.Commit[..8]}: {status.State}.", token);
            return (status with { Told = true }, null);
        }
        catch (OutboundException e)
        {
            Log.Untold(logger, state.App, e.Message);
            if (e.IsTransient)
            {
                return (status, e.RetryAfter ?? ShortPause);
            }

            // A right that is missing, or a credential that has run out, is mended by somebody some time; until then the host is asked less and less often.
            var refusals = status.Refusals + 1;
            return refusals < MostRefusals
                ? (status with { Refusals = refusals }, LongPause * Math.Min(refusals, 12))
                : (status with { Refusals = refusals, Told = true }, null);
        }
    }

    private async Task<(ReportState State, string Version, TimeSpan? Later)> TellRollout(ReportState state, Rollout rollout, string version, CancellationToken token)
    {
        if (chat is null)
        {
            return (state with { Rollout = rollout with { Told = true } }, version, null);
        }

        try
        {
            var message = RolloutMessage.Of(rollout);
            if (rollout.Message is { } reference)
            {
                await chat.Update(reference, message, token);
            }
            else
            {
                // The intent is saved first: a post whose answer is lost is looked for before it is made again.
                version = await store.Save(state with { Rollout = rollout with { Posting = true } }, version, token)
                    ?? throw new OutboundException("somebody else tells", isTransient: true);
                reference = await chat.Post(Channel(rollout), message, rollout.Key, mayBeThere: rollout.Posting, token);
            }

            crash.Reached(CrashPoint.ReportSent);
            await Enter(state, $"chat {rollout.Key} {rollout.Event}", $"Message '{rollout.Title}: {rollout.Standing}' in {rollout.Channel}.", token);
            return (state with { Rollout = rollout with { Message = reference, Posting = false, Told = true } }, version, null);
        }
        catch (OutboundException e)
        {
            Log.Untold(logger, state.App, e.Message);
            var posting = rollout with { Posting = rollout.Message is null };
            return e.IsTransient
                ? (state with { Rollout = posting }, version, e.RetryAfter ?? ShortPause)
                : (state with { Rollout = posting with { Told = rollout.Message is not null } }, version, rollout.Message is null ? LongPause : null);
        }
    }

    // Nobody who asked to be left alone is called again before that; what waits for others waits along.
    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one > other || other is null ? one : other;

    private Task<long> Enter(ReportState state, string key, string sentence, CancellationToken token)
    {
        var e = new AppEvent(1, state.App, state.Cursor, EventKind.Reported, clock.GetUtcNow()) { Message = sentence };
        return ledger.Append(state.App, key, e.At, e.Kind, e.ToJson(), token);
    }

    private static string Channel(Rollout rollout) => rollout.Channel[(rollout.Channel.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "Something about {App} could not be told: {Reason}", EventName = "Untold")]
        public static partial void Untold(ILogger logger, string app, string reason);
    }
}
