using Plumbline.Core.Applications;
using Plumbline.Core.Charts;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Operations;

/// <summary>The next step of an operation, whichever phase it is in, as whom the project says. Every step may be taken twice.</summary>
internal sealed class OperationStep(
    ControlRegistry registry, IClusters clusters, PlanStore plans, PreparedPlans prepared, InventoryStore inventories, OperationPhases phases, OperationEnd end)
{
    /// <summary>Takes one step. Trouble on the way is an outcome.</summary>
    public async Task<StepOutcome> Take(LeasedApplication work, OperationState operation, CancellationToken token)
    {
        using var activity = SyncTelemetry.Start("step", work.State.Name)?.SetTag("plumbline.operation", operation.Id).SetTag("plumbline.phase", operation.Phase.ToString());
        try
        {
            if (operation.Deletes && !work.State.Deleting)
            {
                return new StepOutcome.Outdated("The application is back in the control repository.");
            }

            if (operation is { Deletes: true, Phase: OperationPhase.Watching })
            {
                return await Removed(work, "Removed.", token);
            }

            var app = ApplicationLook.Restore(work.State);
            var own = await clusters.Connect(app.Destination.Cluster, token);
            if (operation.Phase == OperationPhase.Starting)
            {
                return await phases.Start.Run(work, operation, token);
            }

            var plan = operation.Deletes ? null : await plans.Find(operation.Plan, token);
            if (!operation.Deletes && plan is null)
            {
                return new StepOutcome.Failed(SyncProblem.ApplyFailed, "The plan is no longer stored.", []);
            }

            var standing = await Stands(work.State, app, operation, token);
            if (standing.Refusal is { } refusal)
            {
                return new StepOutcome.Failed(refusal.Code, refusal.Message, [refusal.ToString()]);
            }

            var context = new OperationContext(app, work.State.Epoch, standing.In(own), own, plan, prepared.Find(app.Name, operation.Plan, freshly: false)) { Registration = standing.Registration };
            return operation.Phase switch
            {
                OperationPhase.Applying when context.Prepared is null => await phases.Start.Run(work, operation, token),
                OperationPhase.Applying => await phases.Apply.Run(context, operation, token),
                OperationPhase.Pruning => await phases.Prune.Run(context, operation, token),
                _ => await phases.Watch.Run(context, operation, token),
            };
        }
        catch (ClusterException e) when (operation.Deletes && e.Failure == ClusterFailure.NotRegistered)
        {
            return await Removed(work, "Removed; its cluster is not registered any more, so its objects were left.", token);
        }
        catch (ClusterException e)
        {
            return OperationTrouble.Outcome(operation, e);
        }
        catch (GitException e) when (e.IsTransient)
        {
            return OperationTrouble.Outcome(operation, new ClusterException(ClusterFailure.Unavailable, e.Message));
        }
        catch (ChartRepositoryException e) when (e.Failure == ChartFailure.Unavailable)
        {
            return OperationTrouble.Outcome(operation, new ClusterException(ClusterFailure.Unavailable, e.Message));
        }
        catch (StorageException e) when (e.IsTransient)
        {
            return OperationTrouble.Outcome(operation, new ClusterException(ClusterFailure.Unavailable, e.Message));
        }
    }

    private async Task<Standing> Stands(ApplicationState state, Application app, OperationState operation, CancellationToken token)
    {
        var configuration = await registry.Configuration(token) ?? throw new GitException(GitFailure.Unavailable, "the control repository is not registered yet");
        return operation.Deletes ? Standing.ToRemove(configuration, app, state.Account) : Standing.Of(configuration, app);
    }

    /// <summary>The last step of a removal: nothing is left of the application but its ledger.</summary>
    private async Task<StepOutcome> Removed(LeasedApplication work, string message, CancellationToken token)
    {
        var operation = work.State.Operation!;
        await work.Save(s => s.Deleting ? end.Ended(s, operation, new StepOutcome.Succeeded(message)) : s, token);
        if (!work.State.Deleting)
        {
            return new StepOutcome.Outdated("The application is back in the control repository.");
        }

        await inventories.Delete(work.State.Name, token);
        return new StepOutcome.Succeeded(message);
    }
}

/// <summary>What is done in each phase.</summary>
/// <param name="Start">Before the first write.</param>
/// <param name="Apply">Writes.</param>
/// <param name="Prune">Deletes.</param>
/// <param name="Watch">Waits for health.</param>
internal sealed record OperationPhases(StartStep Start, ApplyStep Apply, PruneStep Prune, WatchStep Watch);
