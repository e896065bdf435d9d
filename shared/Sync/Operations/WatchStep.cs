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
        if (context.Plan!.Entries.Any(e => e.Action != PlanAction.Prune && catalog.Find(e.Group, e.Version, e.Kind) is null))
        {
            // Its definition came with this sync.
            catalog = await context.Cluster.Discover(fresh: true, token);
        }

        var wanted = context.Plan.Entries.Where(e => e.Action != PlanAction.Prune && catalog.FindForCertain(e.Group, e.Version, e.Kind) is not null).ToList();
        var found = new KubernetesObject?[wanted.Count];
        await Bounded.ForEach(wanted.Count, settings.ClusterCalls, async (i, t) => found[i] = await context.Cluster.Get(catalog.Find(wanted[i].Group, wanted[i].Version, wanted[i].Kind)!, wanted[i].Namespace, wanted[i].Name, t), token);

        var now = clock.GetUtcNow();
        var judged = found.Select(f => f is null ? new HealthStatus(HealthCode.Missing, "it is gone") : comparison.Judge(f)).ToList();
        string Sentence(int at) => $"{wanted[at].Key}: {judged[at]!.Message}";

        // Broken for a moment is how many things begin: an autoscaler before the first figures, a server before its database. Only what stays so has failed.
        if (judged.FindIndex(h => h?.Code is HealthCode.Degraded or HealthCode.Missing) is var broken and >= 0)
        {
            var since = operation.BrokenSince ?? now;
            return now - since >= settings.BrokenGrace || now >= operation.Deadline
                ? await Failed(context, SyncProblem.Degraded, Sentence(broken), found[broken], token)
                : new StepOutcome.Waiting(operation with { BrokenSince = since, Message = Sentence(broken) }, settings.HealthPause);
        }

        if (judged.FindIndex(h => h?.Code is HealthCode.Progressing or HealthCode.Unknown) is var slow and >= 0)
        {
            return now >= operation.Deadline
                ? await Failed(context, SyncProblem.HealthTimeout, $"Not healthy in time: {Sentence(slow)}", found[slow], token)
                : new StepOutcome.Waiting(operation with { BrokenSince = null, Message = Sentence(slow) }, Pauses.Growing(operation.Started, now, settings.HealthPause));
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
