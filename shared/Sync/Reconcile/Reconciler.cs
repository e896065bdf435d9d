using Plumbline.Core.Applications;
using Plumbline.Core.Chance;
using Plumbline.Core.Charts;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Reconcile;

/// <summary>
/// Looks at one application and decides what follows. Running it twice is harmless: it writes the same plan and the same state,
/// and only the holder of the lease may save.
/// </summary>
internal sealed class Reconciler(
    ApplicationLease leases, ApplicationLook look, ReconcileOutcome outcome, Wakes wakes, RepositoryTips tips, TimeProvider clock)
    : IReconcileHandler
{
    private const int MostDeaths = 3;
    private static readonly TimeSpan Farthest = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task Reconcile(string application, CancellationToken token)
    {
        if (await leases.Acquire(application, token) is not { } work)
        {
            return;
        }

        try
        {
            if (await Work(work, token) is { } next)
            {
                await wakes.Send(application, next, TimeSpan.Zero, token);
            }
        }
        catch (LeaseLostException)
        {
            // Another worker took over; what it needs stands in the state.
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            await work.Abandon();
            throw;
        }
    }

    /// <summary>Works on the application and gives the lease back; the queue to wake next, null for none.</summary>
    private async Task<string?> Work(LeasedApplication work, CancellationToken token)
    {
        var state = work.State;
        if (state.Attempt is { Times: >= MostDeaths })
        {
            await outcome.Withdraw(work, token);
            await work.Release(s => Setback.Parked(
                s, "Working on this application ended the process several times; it is left alone until its sources or its manifest change.", clock.GetUtcNow()), token);
            return null;
        }

        if (state is { Observed.Code: SyncProblem.Quarantined, Operation: null } && state.Wanted <= state.Done)
        {
            // A message that came late or twice is no reason to try again what went badly so often.
            await work.Release(s => s, token);
            return null;
        }

        if (state.Operation is not null)
        {
            // Whether it goes on, or something newer takes its place, the operation finds itself: a commit that changes nothing of the plan does not end it.
            await work.Release(s => s, token);
            return QueueName.Sync;
        }

        return await Look(work, token);
    }

    private async Task<string?> Look(LeasedApplication work, CancellationToken token)
    {
        var generation = work.State.Wanted;
        try
        {
            var app = ApplicationLook.Restore(work.State);
            if (work.State.Deleting)
            {
                return await outcome.Remove(work, app, generation, token);
            }

            if (await look.IsPaused(app, token))
            {
                await work.Release(s => s with { Done = generation, WakeAt = null, Reasons = [] }, token);
                return Behind(work);
            }

            var request = work.State.Reasons.LastOrDefault(r => r.Kind == WakeKind.Request) ?? work.State.Gate?.Request;
            var view = await look.Look(work.State, request, request?.Revision is { } revision ? [revision] : null, token);
            var next = await outcome.Settle(work, view, request, generation, token);
            if (await HasMoved(view, request, token))
            {
                return QueueName.Reconcile;
            }

            await SendLater(work, token);
            return next ?? Behind(work);
        }
        catch (GitException e) when (e.IsTransient)
        {
            await Trouble(work, SyncProblem.SourceUnavailable, e.Message, null, token);
        }
        catch (ChartRepositoryException e) when (e.Failure == ChartFailure.Unavailable)
        {
            await Trouble(work, SyncProblem.SourceUnavailable, e.Message, e.RetryAfter, token);
        }
        catch (ClusterException e)
        {
            await Trouble(work, e.Failure == ClusterFailure.Forbidden ? SyncProblem.ClusterForbids : SyncProblem.ClusterUnavailable, e.Message, e.RetryAfter, token);
        }
        catch (StorageException e) when (e.IsTransient)
        {
            await Trouble(work, SyncProblem.StorageUnavailable, e.Message, null, token);
        }

        return null;
    }

    private async Task Trouble(LeasedApplication work, string code, string message, TimeSpan? after, CancellationToken token)
    {
        await wakes.Note(work.State.Name, clock.GetUtcNow(), token);
        await work.Release(s => Setback.Trouble(s, code, message, after, clock.GetUtcNow()), token);
        await SendLater(work, token);
    }

    /// <summary>The message for the time at which the state wants to be looked at. What is far off is left to the sweeper.</summary>
    private async Task SendLater(LeasedApplication work, CancellationToken token)
    {
        if (work.State.WakeAt is { } at && at - clock.GetUtcNow() is var pause && pause < Farthest && work.State.Operation is null)
        {
            await wakes.Send(work.State.Name, QueueName.Reconcile, pause > TimeSpan.Zero ? pause : TimeSpan.Zero, token);
        }
    }

    /// <summary>
    /// A tip may have moved between its being read and our read set being recorded; then the push could not know that it touches this application.
    /// </summary>
    private async Task<bool> HasMoved(ApplicationView view, WakeReason? request, CancellationToken token)
    {
        if (request?.Revision is not null)
        {
            return false;
        }

        for (var i = 0; i < view.Sources.Sources.Count && i < view.App.Sources.Count; i++)
        {
            var source = view.App.Sources[i];
            if (view.Sources.Sources[i] is { Url: { } url } found && (await tips.Resolve(url, source.TargetRevision, source.TagPrefix, token)).Value != found.Revision)
            {
                return true;
            }
        }

        foreach (var lent in view.Lent)
        {
            if (await tips.Resolve(lent.Url, lent.Revision, "", token) != lent.Commit)
            {
                return true;
            }
        }

        return false;
    }

    private string? Behind(LeasedApplication work) => work.State.Wanted > work.State.Done && work.State.IsDue(clock.GetUtcNow()) ? QueueName.Reconcile : null;
}
