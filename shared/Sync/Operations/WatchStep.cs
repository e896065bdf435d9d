using Plumbline.Core.Concurrency;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Operations;

/// <summary>Waits until all objects of the plan work. Only reads.</summary>
internal sealed class WatchStep(IObjectComparison comparison, InventoryStore inventories, TimeProvider clock, SyncSettings settings)
{
    public async Task<StepOutcome> Run(OperationContext context, OperationState operation, CancellationToken token)
    {
        var catalog = await context.Cluster.Discover(fresh: false, token);
        var wanted = context.Plan!.Entries.Where(e => e.Action != PlanAction.Prune && catalog.FindForCertain(e.Group, e.Version, e.Kind) is not null).ToList();
        var found = new KubernetesObject?[wanted.Count];
        await Bounded.ForEach(wanted.Count, settings.ClusterCalls, async (i, t) => found[i] = await context.Cluster.Get(catalog.Find(wanted[i].Group, wanted[i].Version, wanted[i].Kind)!, wanted[i].Namespace, wanted[i].Name, t), token);

        var waiting = new List<string>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var health = found[i] is null ? new HealthStatus(HealthCode.Missing, "it is gone") : comparison.Judge(found[i]!);
            if (health?.Code is HealthCode.Degraded or HealthCode.Missing)
            {
                return await Failed(context, SyncProblem.Degraded, $"{wanted[i].Key}: {health.Message}", found[i], token);
            }

            if (health?.Code is HealthCode.Progressing or HealthCode.Unknown)
            {
                waiting.Add($"{wanted[i].Key}: {health.Message}");
            }

            if (clock.GetUtcNow() >= operation.Deadline && waiting.Count > 0)
            {
                return await Failed(context, SyncProblem.HealthTimeout, $"Not healthy in time: {waiting[^1]}", found[i], token);
            }
        }

        if (waiting.Count > 0)
        {
            return new StepOutcome.Waiting(operation with { Message = waiting[0] }, settings.HealthPause);
        }

        await Settle(context, found, token);
        return new StepOutcome.Succeeded(operation.Counts.IsEmpty ? "Healthy." : $"Applied and healthy: {operation.Counts}.");
    }

    /// <summary>Marks in the inventory how the objects look at rest, so that the drift scan notices the next change and nothing else.</summary>
    private Task Settle(OperationContext context, KubernetesObject?[] found, CancellationToken token)
    {
        var live = found.Where(f => f is not null).ToDictionary(f => f!.Key, f => f!);
        return inventories.Update(
            context.App.Name, context.Plan!.Cluster, context.App.Destination.Cluster.ToString(),
            i => i.With(i.Items.Where(item => live.ContainsKey(item.Key)).Select(item => item.Seen(live[item.Key]))), token);
    }

    private static async Task<StepOutcome> Failed(OperationContext context, string code, string message, KubernetesObject? live, CancellationToken token)
    {
        IReadOnlyList<string> why = live is null ? [] : await context.Cluster.Explain(live, token);
        return new StepOutcome.Failed(code, message, [message, .. why.Take(10)]);
    }
}
