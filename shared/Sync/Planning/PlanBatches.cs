namespace Plumbline.Sync.Planning;

/// <summary>How a plan is cut into batches: objects of one rank are written together, ranks after one another.</summary>
internal static class PlanBatches
{
    /// <summary>What is written, first batch first.</summary>
    public static IReadOnlyList<IReadOnlyList<PlanEntry>> ToApply(Plan plan) => Cut(
        plan.Entries.Where(e => e.Action is PlanAction.Create or PlanAction.Change).OrderBy(e => e.Key, Comparer<Core.Kubernetes.ResourceKey>.Create(KindOrder.Compare)));

    /// <summary>What is deleted, first batch first: the reverse of writing.</summary>
    public static IReadOnlyList<IReadOnlyList<PlanEntry>> ToPrune(Plan plan) => Cut(
        plan.Entries.Where(e => e is { Action: PlanAction.Prune, Kept: false }).OrderByDescending(e => e.Key, Comparer<Core.Kubernetes.ResourceKey>.Create(KindOrder.Compare)));

    private static List<IReadOnlyList<PlanEntry>> Cut(IEnumerable<PlanEntry> ordered) =>
        [.. ordered.Chunks(e => KindOrder.RankOf(e.Kind))];

    private static IEnumerable<IReadOnlyList<PlanEntry>> Chunks(this IEnumerable<PlanEntry> entries, Func<PlanEntry, int> rank)
    {
        var chunk = new List<PlanEntry>();
        foreach (var entry in entries)
        {
            if (chunk.Count > 0 && rank(chunk[0]) != rank(entry))
            {
                yield return chunk;
                chunk = [];
            }

            chunk.Add(entry);
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
