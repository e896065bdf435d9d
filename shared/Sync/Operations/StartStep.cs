using Plumbline.Core.Faults;
using Plumbline.Core.Problems;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Operations;

/// <summary>
/// Makes sure, right before the first write, that the plan is still the plan; an approved one is always made again and must come out the same, byte for byte
/// (I12). Then saves the intent: from here on the inventory covers everything that is about to be made (I5). Also makes the targets anew for a worker that
/// takes over in the middle; there the digest may have moved, because part of it is applied, but the rendered bytes may not.
/// </summary>
internal sealed class StartStep(ApplicationLook look, PlanStore plans, PreparedPlans prepared, InventoryStore inventories, ICrashPoints crash)
{
    public async Task<StepOutcome> Run(LeasedApplication work, OperationState operation, CancellationToken token)
    {
        var state = work.State;
        var begins = operation.Phase == OperationPhase.Starting;

        // What was asked for since may come to the same plan: then it goes on, and is not told to be overtaken by itself. An approved plan is always made again, from
        // the newest commit: it is either still exactly what was approved, or worth nothing.
        var isAsked = begins && state.Wanted > operation.Generation;
        if (isAsked && (state.Deleting || await look.IsPaused(ApplicationLook.Restore(state), token)))
        {
            return new StepOutcome.Outdated("The application was paused or left before anything was written.");
        }

        var made = isAsked || (begins && operation.Approved) ? null : prepared.Find(state.Name, operation.Plan, freshly: begins);
        made ??= await Remake(work, operation, begins, token);
        if (made is null)
        {
            return begins
                ? new StepOutcome.Outdated(operation.Approved ? "The plan is not what was approved any more." : "A newer commit, request or change of the cluster took its place before anything was written.")
                : new StepOutcome.Failed(SyncProblem.ApplyFailed, "The sources changed while the plan was being applied.", []);
        }

        if (!begins)
        {
            return new StepOutcome.Moved(operation, null);
        }

        var covered = made.Plan.Entries.Where(e => e.Action != PlanAction.Prune && !DestinationNamespace.Is(made.Objects[e.Key]))
            .Select(e => new InventoryItem(e.Group, e.Version, e.Kind, e.Namespace, e.Name) { Uid = e.Uid }).ToList();
        var app = ApplicationLook.Restore(state);
        await inventories.Update(state.Name, made.Plan.Cluster, app.Destination.Cluster.ToString(), i => Covering(i, covered), token);
        crash.Reached(CrashPoint.IntentSaved);
        return new StepOutcome.Moved(operation with { Phase = OperationPhase.Applying, Batch = 0 }, null);
    }

    private static Inventory Covering(Inventory inventory, IReadOnlyList<InventoryItem> covered)
    {
        var known = inventory.ByKey();
        return inventory.With(covered.Where(item => !known.TryGetValue(item.Key, out var noted) || noted.Uid != item.Uid));
    }

    private async Task<PreparedPlan?> Remake(LeasedApplication work, OperationState operation, bool begins, CancellationToken token)
    {
        // A plan that prunes was asked to; the same question has to be put again.
        var stored = await plans.Find(operation.Plan, token);
        bool? prunes = stored?.Entries.Any(e => e is { Action: PlanAction.Prune, Kept: false }) == true ? true : null;
        var request = new WakeReason(WakeKind.Retry, operation.Initiator, Prune: prunes);
        var view = await look.Look(work.State, request, Pinned(operation), token);
        if (view.Prepared is not { } made || stored is null || view.Problems.Any(p => p.Severity == ProblemSeverity.Error))
        {
            return null;
        }

        if (begins)
        {
            prepared.Keep(made);
            return made.Plan.Digest == operation.Plan ? made : null;
        }

        var resumed = made with { Plan = stored };
        prepared.Keep(resumed);
        return made.Plan.Render == stored.Render ? resumed : null;
    }

    /// <summary>A worker that takes over in the middle goes on with the commits that were begun, not with newer ones; before that, only what was asked for counts.</summary>
    private static IReadOnlyList<string?>? Pinned(OperationState operation) =>
        operation.Phase != OperationPhase.Starting ? [.. operation.Commits.Select(c => c.Commit)]
        : operation.Request?.Revision is { } asked ? [asked]
        : null;
}
