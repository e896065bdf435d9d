using Plumbline.Core.Applications;
using Plumbline.Core.Chance;
using Plumbline.Core.Charts;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
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
    }

    /// <summary>Works on the application and gives the lease back; the queue to wake next, null for none.</summary>
    private async Task<string?> Work(LeasedApplication work, CancellationToken token)
    {
        var state = work.State;
        if (state.Attempt is { Times: >= MostDeaths })
        {
            await work.Release(s => outcome.Parked(s), token);
            return null;
        }

        if (state.Operation is { } operation)
        {
            if (operation.Phase != OperationPhase.Starting || state.Wanted <= operation.Generation || operation.Deletes)
            {
                await work.Release(s => s, token);
                return QueueName.Sync;
            }

            await work.Save(s => outcome.Superseded(s), token);
        }

        return await Look(work, token);
    }

    private async Task<string?> Look(LeasedApplication work, CancellationToken token)
    {
        var generation = work.State.Wanted;
        try
        {
            if (work.State.Deleting)
            {
                return await outcome.Remove(work, ApplicationLook.Restore(work.State), generation, token);
            }

            var request = work.State.Reasons.LastOrDefault(r => r.Kind == WakeKind.Request) ?? work.State.Gate?.Request;
            var view = await look.Look(work.State, request, token);
            var next = await outcome.Settle(work, view, request, generation, token);
            return await HasMoved(view, request, token) ? QueueName.Reconcile : next ?? Behind(work);
        }
        catch (GitException e) when (e.IsTransient)
        {
            await work.Release(s => outcome.Trouble(s, SyncProblem.SourceUnavailable, e.Message, null), token);
        }
        catch (ChartRepositoryException e) when (e.Failure == ChartFailure.Unavailable)
        {
            await work.Release(s => outcome.Trouble(s, SyncProblem.SourceUnavailable, e.Message, e.RetryAfter), token);
        }
        catch (ClusterException e)
        {
            await work.Release(s => outcome.Trouble(s, e.Failure == ClusterFailure.Forbidden ? SyncProblem.ClusterForbids : SyncProblem.ClusterUnavailable, e.Message, e.RetryAfter), token);
        }

        if (work.State.WakeAt is { } at)
        {
            await wakes.Note(work.State.Name, at, token);
            await wakes.Send(work.State.Name, QueueName.Reconcile, Later(at), token);
        }

        return null;
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

    private static string? Behind(LeasedApplication work) => work.State.Wanted > work.State.Done ? QueueName.Reconcile : null;

    private TimeSpan Later(DateTimeOffset at) => at > clock.GetUtcNow() ? at - clock.GetUtcNow() : TimeSpan.Zero;
}
