using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Plumbline.Core.State;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local.Invocation;

namespace Plumbline.Functions.Hosting.Local.Timers;

/// <summary>
/// Runs one timer function. Several hosts share a stored state: whoever replaces it first runs, keeps it leased meanwhile, and gives it back.
/// The next time is stored before the run, computed from when it began, so an overrunning timer runs back to back and skips what it missed.
/// </summary>
internal sealed partial class TimerLoop(
    FunctionInvoker invoker, TimerSchedule schedule, bool monitored, string host, TimeSpan lease, IDocumentStore documents, TriggerTelemetry telemetry, TimeProvider clock, ILogger<TimerLoop> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, object?> NoValues = [];

    private string Name => invoker.Function.Name;

    /// <summary>Runs until <paramref name="taking"/> stops; a run under way ends by itself, or by <paramref name="working"/>.</summary>
    public async Task Run(CancellationToken taking, CancellationToken working)
    {
        while (!taking.IsCancellationRequested)
        {
            try
            {
                await Turn(taking, working);
            }
            catch (OperationCanceledException) when (taking.IsCancellationRequested)
            {
                return;
            }
            catch (StorageException e)
            {
                Log.Trouble(logger, Name, e.Message);
                await Task.Delay(TroublePause, clock, taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One look at the state, and what follows from it.</summary>
    internal async Task Turn(CancellationToken taking, CancellationToken working)
    {
        var stored = await documents.Find(TimerState.KeyOf(Name), taking);
        var now = clock.GetUtcNow();
        switch (TimerDecision.Of(stored is null ? null : TimerState.Parse(stored.Json), schedule, monitored, host, lease, now))
        {
            case TimerDecision.Store store:
                await Save(store.State, stored?.ETag, taking);
                break;
            case TimerDecision.RunNow run when await Save(run.State, stored!.ETag, taking) is { } etag:
                await RunLeased(run, etag, working);
                break;
            case TimerDecision.WaitUntil wait:
                var pause = wait.At - now;
                await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, taking);
                break;
        }
    }

    private async Task RunLeased(TimerDecision.RunNow run, string etag, CancellationToken working)
    {
        using var done = new CancellationTokenSource();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(working);
        var keeping = Keep(run.State, etag, lost, done.Token);
        using var activity = telemetry.StartTimer(Name);
        var started = clock.GetTimestamp();
        var failed = false;
        try
        {
            await invoker.Invoke(Describe(run), NoValues, lost.Token);
        }
        catch (Exception e)
        {
            // The schedule goes on, as in Azure; what was not done is found by the next run.
            failed = true;
            Log.Failed(logger, Name, e);
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
        }

        telemetry.RecordTimer(Name, !failed, clock.GetElapsedTime(started));
        await done.CancelAsync();
        var (state, last) = await keeping;
        if (last is not null)
        {
            using var limit = new CancellationTokenSource(SettleLimit, clock);
            await Save(state with { Owner = null, Until = default, Updated = clock.GetUtcNow() }, last, limit.Token);
        }
    }

    /// <summary>Keeps the lease while the function runs; its newest version, null when another host has it.</summary>
    private async Task<(TimerState State, string? ETag)> Keep(TimerState state, string etag, CancellationTokenSource lost, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(lease / 2, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return (state, etag);
            }

            try
            {
                using var limit = new CancellationTokenSource(lease / 4, clock);
                var renewed = state with { Until = clock.GetUtcNow() + lease };
                if (await Save(renewed, etag, limit.Token) is not { } next)
                {
                    await lost.CancelAsync();
                    return (state, null);
                }

                (state, etag) = (renewed, next);
            }
            catch (Exception e) when (e is StorageException or OperationCanceledException)
            {
                Log.Trouble(logger, Name, e.Message);
                if (clock.GetUtcNow() >= state.Until)
                {
                    // Another host may run it by now.
                    await lost.CancelAsync();
                    return (state, null);
                }
            }
        }
    }

    private async Task<string?> Save(TimerState state, string? etag, CancellationToken token)
    {
        var key = TimerState.KeyOf(Name);
        return (etag is null ? await documents.Insert(key, state.ToJson(), token) : await documents.Replace(key, state.ToJson(), etag, token))?.ETag;
    }

    private TimerInfo Describe(TimerDecision.RunNow run) => new()
    {
        IsPastDue = run.IsPastDue,
        ScheduleStatus = monitored
            ? new ScheduleStatus { Last = run.Before?.UtcDateTime ?? default, Next = run.State.Next.UtcDateTime, LastUpdated = run.State.Updated.UtcDateTime }
            : null,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 4121, EventName = "TimerFailed", Level = LogLevel.Error, Message = "Timer {Function} failed; its schedule goes on")]
        public static partial void Failed(ILogger logger, string function, Exception failure);

        [LoggerMessage(EventId = 4122, EventName = "TimerTrouble", Level = LogLevel.Warning, Message = "The state of timer {Function} cannot be reached: {Trouble}")]
        public static partial void Trouble(ILogger logger, string function, string trouble);
    }
}
