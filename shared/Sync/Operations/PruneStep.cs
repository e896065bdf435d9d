using Plumbline.Core.Applications;
using Plumbline.Core.Faults;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Operations;

/// <summary>
/// Deletes one batch: only what is in the inventory with the same uid and our tracking id (I6), and waits until it is gone. Running it twice is harmless:
/// what is gone or another object by now is only struck from the inventory.
/// </summary>
internal sealed class PruneStep(ClusterFence fence, InventoryStore inventories, ICrashPoints crash, SyncSettings settings)
{
    public async Task<StepOutcome> Run(OperationContext context, OperationState operation, CancellationToken token)
    {
        var inventory = await Load(context, token);
        var batches = operation.Deletes ? Removal(context, inventory) : [.. PlanBatches.ToPrune(context.Plan!).Select(b => b.Select(Item).ToList())];
        if (operation.Batch >= batches.Count)
        {
            return new StepOutcome.Moved(operation with { Phase = OperationPhase.Watching, Batch = 0, Message = "" }, null);
        }

        await fence.Take(context.Cluster, context.App.Name, context.Epoch, token);
        var batch = batches[operation.Batch];
        var left = new List<ResourceKey>();
        var gone = new HashSet<ResourceKey>();
        foreach (var item in batch)
        {
            (await IsGone(context, item, operation, token) ? (ICollection<ResourceKey>)gone : left).Add(item.Key);
        }

        crash.Reached(CrashPoint.PruneSent);
        await inventories.Update(context.App.Name, inventory.Cluster, inventory.Server, i => gone.Count == 0 ? i : i.Without(gone), token);
        return left.Count > 0
            ? new StepOutcome.Waiting(operation with { Message = $"Waits until {left[0]} is gone." }, settings.HealthPause)
            : new StepOutcome.Moved(operation.Deletes ? operation with { Message = "" } : operation with { Batch = operation.Batch + 1 }, $"Deleted {string.Join(", ", gone.Order())}.");
    }

    /// <summary>Sends the deletion where it has not begun; true when the object is gone, or is not ours.</summary>
    private static async Task<bool> IsGone(OperationContext context, InventoryItem item, OperationState operation, CancellationToken token)
    {
        // What was read a while ago may miss a kind that was defined since; that an object is gone is concluded from nothing older than now.
        var resource = (await context.Cluster.Discover(fresh: false, token)).Find(item.Group, item.Kind)
            ?? (await context.Cluster.Discover(fresh: true, token)).FindForCertain(item.Group, item.Kind);
        if (resource is null || await context.Cluster.Get(resource, item.Namespace, item.Name, token) is not { } live ||
            (item.Uid is not null && live.Uid != item.Uid) || Tracking.OwnerOf(live) != context.App.Name)
        {
            return true;
        }

        if (!live.IsTerminating)
        {
            var propagation = operation.Deletes ? context.App.DeletionPropagation ?? Propagation.Foreground : context.App.SyncPolicy.Options.PrunePropagation;
            return !await context.Cluster.Delete(resource, item.Namespace, item.Name, live.Uid!, propagation, token);
        }

        return false;
    }

    /// <summary>All that a removed application owns, last written first. CRDs and objects that ask to be kept stay (2.7).</summary>
    private static List<List<InventoryItem>> Removal(OperationContext context, Inventory inventory) =>
        context.App.SyncPolicy.Options.Delete is RemovalOption.Keep or RemovalOption.Confirm ? [] :
        [.. inventory.Items
            .Where(i => i.Kind != "CustomResourceDefinition")
            .GroupBy(i => KindOrder.RankOf(i.Kind)).OrderByDescending(g => g.Key).Select(g => g.OrderByDescending(i => i.Key).ToList())];

    private async Task<Inventory> Load(OperationContext context, CancellationToken token) => (await inventories.Load(
        context.App.Name, await context.Cluster.Identify(token), context.App.Destination.Cluster.ToString(), token)).Inventory;

    private static InventoryItem Item(PlanEntry entry) => new(entry.Group, entry.Version, entry.Kind, entry.Namespace, entry.Name) { Uid = entry.Uid };
}
