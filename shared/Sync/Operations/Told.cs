namespace Plumbline.Sync.Operations;

/// <summary>What is told of many things: events are read by people, and stored.</summary>
internal static class Told
{
    private const int Most = 20;

    /// <summary>The first of <paramref name="lines"/>, and how many more there are.</summary>
    public static IReadOnlyList<string> Some(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count <= Most ? all : [.. all.Take(Most - 1), $"and {all.Count - Most + 1} more"];
    }
}
