using Plumbline.Core.Concurrency;
using Plumbline.Core.Faults;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Operations;

/// <summary>
/// Deletes one batch: only what is in the inventory with the same uid and our tracking id (I6), and waits until it is gone. Running it twice is harmless:
/// what is gone or another object by now is only struck from the inventory.
/// </summary>
internal sealed class PruneStep(ClusterFence fence, InventoryStore inventories, ICrashPoints crash, TimeProvider clock, SyncSettings settings)
{
    public async Task<StepOutcome> Run(OperationContext context, OperationState operation, CancellationToken token)
    {
        var inventory = await Load(context, token);
        var batches = operation.Deletes ? Removal(inventory) : [.. PlanBatches.ToPrune(context.Plan!).Select(b => b.Select(Item).ToList())];
        if (operation.Batch >= batches.Count)
        {
            return new StepOutcome.Moved(operation with { Phase = OperationPhase.Watching, Batch = 0, Message = "" }, null);
        }

        await fence.Take(context.Own, context.App.Name, context.Epoch, token);
        var batch = batches[operation.Batch];
        var left = new KubernetesObject?[batch.Count];
        var kept = new bool[batch.Count];
        await Bounded.ForEach(batch.Count, settings.ClusterCalls, async (i, t) => (left[i], kept[i]) = await Remove(context, batch[i], operation, t), token);

        crash.Reached(CrashPoint.PruneSent);
        var gone = batch.Where((_, i) => left[i] is null).Select(i => i.Key).ToHashSet();
        await inventories.Update(context.App.Name, inventory.Cluster, inventory.Server, i => i.Without(gone), token);
        return Array.Find(left, l => l is not null) is { } held ? Held(operation, held) : Moved(operation, batch.Where((_, i) => !kept[i]).Select(i => i.Key));
    }

    private static StepOutcome.Moved Moved(OperationState operation, IEnumerable<ResourceKey> deleted)
    {
        var told = string.Join(", ", Told.Some(deleted.Order().Select(d => d.ToString())));
        return new StepOutcome.Moved(operation.Deletes ? operation with { Message = "" } : operation with { Batch = operation.Batch + 1, Message = "" }, told.Length == 0 ? null : $"Deleted {told}.");
    }

    /// <summary>Something holds an object. A sync gives up at its deadline, so that newer commits are not held as well; a removal has nothing else to do.</summary>
    private StepOutcome Held(OperationState operation, KubernetesObject held)
    {
        var now = clock.GetUtcNow();
        var finalizers = string.Join(", ", (held.Metadata?["finalizers"] as ListNode)?.OfType<ScalarNode>().Select(f => f.StringValue) ?? []);
        var what = finalizers.Length == 0 ? $"{held.Key} is still being deleted" : $"{held.Key} is still being deleted: {finalizers} has to be taken off it";
        return !operation.Deletes && now >= operation.Deadline
            ? new StepOutcome.Failed(SyncProblem.HealthTimeout, $"{what}.", [$"{what}."])
            : new StepOutcome.Waiting(operation with { Message = $"{what}." }, Pauses.Growing(operation.Started, now, settings.HealthPause));
    }

    /// <summary>Sends the deletion where it has not begun. Gives the object while it is there, and whether it stays because it is not ours to delete, or wants to.</summary>
    private static async Task<(KubernetesObject? Left, bool Kept)> Remove(OperationContext context, InventoryItem item, OperationState operation, CancellationToken token)
    {
        if (operation.Deletes && context.Registration?.Touches(item.Namespace) == false)
        {
            return (null, true);
        }

        // What was read a while ago may miss a kind that was defined since; that an object is gone is concluded from nothing older than now.
        var resource = (await context.Cluster.Discover(fresh: false, token)).Find(item.Group, item.Kind)
            ?? (await context.Cluster.Discover(fresh: true, token)).FindForCertain(item.Group, item.Kind);
        if (resource is null || await context.Cluster.Get(resource, item.Namespace, item.Name, token) is not { } live)
        {
            return (null, false);
        }

        if ((item.Uid is not null && live.Uid != item.Uid) || Tracking.OwnerOf(live) != context.App.Name || (operation.Deletes && RemovalRule.Stays(context.App.SyncPolicy.Options, live)))
        {
            return (null, true);
        }

        if (live.IsTerminating)
        {
            return (live, false);
        }

        var propagation = operation.Deletes ? context.App.DeletionPropagation ?? Propagation.Foreground : context.App.SyncPolicy.Options.PrunePropagation;
        return (await context.Cluster.Delete(resource, item.Namespace, item.Name, live.Uid!, propagation, token) ? live : null, false);
    }

    /// <summary>All that a removed application owns, last written first. CRDs stay (2.7).</summary>
    private static List<List<InventoryItem>> Removal(Inventory inventory) =>
        [.. inventory.Items
            .Where(i => i.Kind != "CustomResourceDefinition")
            .GroupBy(i => KindOrder.RankOf(i.Kind)).OrderByDescending(g => g.Key).Select(g => g.OrderByDescending(i => i.Key).ToList())];

    private async Task<Inventory> Load(OperationContext context, CancellationToken token) => (await inventories.Load(
        context.App.Name, await context.Cluster.Identify(token), context.App.Destination.Cluster.ToString(), token)).Inventory;

    private static InventoryItem Item(PlanEntry entry) => new(entry.Group, entry.Version, entry.Kind, entry.Namespace, entry.Name) { Uid = entry.Uid };
}
