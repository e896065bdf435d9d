using System.Collections.Concurrent;
using Plumbline.Core.Concurrency;
using Plumbline.Core.Faults;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Operations;

/// <summary>Writes one batch. Running it twice is harmless: applying what is applied changes nothing.</summary>
internal sealed class ApplyStep(ClusterFence fence, InventoryStore inventories, ICrashPoints crash, SyncSettings settings)
{
    // Managers whose fields become ours when an object is adopted (design §2.8).
    private static readonly HashSet<string> Predecessors = ["argocd-controller", "kubectl-client-side-apply", "kubectl", "helm", "kustomize-controller"];

    public async Task<StepOutcome> Run(OperationContext context, OperationState operation, CancellationToken token)
    {
        var batches = PlanBatches.ToApply(context.Plan!);
        if (operation.Batch >= batches.Count)
        {
            return new StepOutcome.Moved(operation with { Phase = OperationPhase.Pruning, Batch = 0 }, null);
        }

        await fence.Take(context.Own, context.App.Name, context.Epoch, token);
        var batch = batches[operation.Batch];
        var catalog = await context.Cluster.Discover(fresh: false, token);
        var failures = new ConcurrentBag<ClusterException>();
        var seen = new ConcurrentBag<InventoryItem>();
        await Bounded.ForEach(
            batch.Count, settings.ClusterCalls,
            async (i, t) =>
            {
                try
                {
                    await Write(context, batch[i], catalog, seen, t);
                    crash.Reached(CrashPoint.InsideBatch);
                }
                catch (ClusterException e)
                {
                    failures.Add(e);
                }
            },
            token);

        crash.Reached(CrashPoint.BatchApplied);
        await inventories.Update(context.App.Name, context.Plan!.Cluster, context.App.Destination.Cluster.ToString(), i => i.With(seen), token);
        return Outcome(operation, batch, failures);
    }

    private static async Task Write(
        OperationContext context, PlanEntry entry, ApiCatalog catalog, ConcurrentBag<InventoryItem> seen, CancellationToken token)
    {
        var target = context.Prepared!.Objects[entry.Key];
        var resource = catalog.Find(entry.Group, entry.Version, entry.Kind)
            ?? (await context.Cluster.Discover(fresh: true, token)).Find(entry.Group, entry.Version, entry.Kind)
            ?? throw new ClusterException(ClusterFailure.Unavailable, $"the cluster does not serve {entry.Key} yet", entry.Key);
        if (entry.Adopts)
        {
            await context.Cluster.TakeOver(resource, entry.Namespace, entry.Name, Predecessors, token);
        }

        var live = await context.Cluster.Apply(resource, target, new ApplyOptions(DryRun: false, Force: true), token);
        if (!DestinationNamespace.Is(target))
        {
            seen.Add(new InventoryItem(entry.Group, entry.Version, entry.Kind, entry.Namespace, entry.Name).Seen(live));
        }
    }

    private static StepOutcome Outcome(OperationState operation, IReadOnlyList<PlanEntry> batch, ConcurrentBag<ClusterException> failures)
    {
        var permanent = failures.Where(f => !f.IsTransient).Select(f => $"{f.Resource?.ToString() ?? "cluster"}: {f.Message}").Order(StringComparer.Ordinal).ToList();
        if (permanent.Count > 0)
        {
            return new StepOutcome.Failed(SyncProblem.ApplyFailed, permanent[0], permanent);
        }

        if (!failures.IsEmpty)
        {
            return OperationTrouble.Outcome(operation, failures.First());
        }

        var kinds = string.Join(", ", batch.GroupBy(e => e.Kind).Select(g => g.Count() == 1 ? g.Key : $"{g.Count()} {g.Key}"));
        return new StepOutcome.Moved(operation with { Batch = operation.Batch + 1, Troubles = 0, Message = "" }, $"Applied {kinds}.");
    }
}
