using Plumbline.Core.Events;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Operations;

/// <summary>The application's state after an operation. Pure, but for forgetting a removed application.</summary>
internal sealed class OperationEnd(ApplicationStore applications, PreparedPlans prepared, TimeProvider clock)
{
    // The document that holds the history has a limit as well.
    private const int MostHistory = 100;

    /// <summary>After an operation that succeeded or failed.</summary>
    public ApplicationState Ended(ApplicationState state, OperationState operation, StepOutcome outcome)
    {
        var now = clock.GetUtcNow();
        prepared.Forget(state.Name);
        var failed = outcome as StepOutcome.Failed;
        var message = failed?.Message ?? ((StepOutcome.Succeeded)outcome).Message;
        var entry = new HistoryEntry(
            operation.Id, operation.Started, now, failed is null ? HistoryEntry.Succeeded : HistoryEntry.Failed, operation.Plan, operation.Counts,
            operation.Commits, operation.Initiator, message);
        var render = operation.Heals ? null : state.Observed?.Render;
        var times = state.Failed is { Times: < FailedAttempt.Refused - 1 } before && before.Is(operation.Plan, render) ? before.Times + 1 : 1;
        var next = state with
        {
            Operation = null,
            History = [.. state.History.TakeLast(Math.Clamp(ApplicationLook.Restore(state).RevisionHistoryLimit, 1, MostHistory) - 1), entry],
            Failed = failed is null ? null : new FailedAttempt(operation.Plan, times, message) { Render = render },
            Applied = failed is not null || operation.Deletes ? state.Applied : state.Observed is { Render: { } applied, SpecDigest: { } spec, Cluster: { } cluster } ? new AppliedSources(applied, spec, cluster) : null,

            // A failed one is looked at again, where the rules decide whether and when it is retried; a good one rests.
            WakeAt = failed is null ? null : now,
            Wanted = failed is null ? state.Wanted : state.Wanted + 1,
            Observed = state.Observed is not { } seen ? null : failed is null
                ? seen with { Sync = operation.Keeps ? "OutOfSync" : "Synced", Health = nameof(HealthCode.Healthy), HealthMessage = "", Code = null, At = now }
                : seen with { Sync = "OutOfSync", Health = failed.Code is SyncProblem.Degraded or SyncProblem.HealthTimeout ? nameof(HealthCode.Degraded) : seen.Health, HealthMessage = message, Code = failed.Code, At = now },
        };
        return next.With(new AppEvent(1, state.Name, 0, failed is null ? EventKind.OperationSucceeded : EventKind.OperationFailed, now)
        {
            Operation = operation.Id,
            Plan = operation.Plan,
            Counts = operation.Counts,
            Commits = operation.Commits,
            Actor = operation.Initiator,
            Environment = state.Environment,
            Message = message,
            Code = failed?.Code,
            Lines = Told.Some(failed?.Lines ?? []),
        });
    }

    /// <summary>After a plan turned out to be no longer the plan, before anything was written: there is something to look at.</summary>
    public ApplicationState Outdated(ApplicationState state, string message) =>
        Setback.Superseded(state with { Wanted = state.Wanted + 1 }, message, clock.GetUtcNow());

    /// <summary>Publishes the last events of a removed application and forgets it; false when the control repository has it again.</summary>
    public async Task<bool> Forget(string name, CancellationToken token)
    {
        while (await applications.Find(name, token) is { } stored)
        {
            if (!stored.State.Deleting)
            {
                return false;
            }

            if (stored.State.Outbox.Count > 0)
            {
                await applications.Publish(stored.State, stored.ETag, token);
            }
            else if (await applications.Delete(name, stored.ETag, token))
            {
                break;
            }
        }

        return true;
    }
}
