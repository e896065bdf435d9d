using Plumbline.Core.Objects;

namespace Plumbline.Kubernetes.Trees;

/// <summary>Reads fields that may be missing or of another type than expected; both count as absent, since live objects come from strangers.</summary>
internal static class TreeReading
{
    /// <summary>The map under <paramref name="key"/>; null when absent.</summary>
    public static MapNode? Map(this MapNode? map, string key) => map?[key] as MapNode;

    /// <summary>The list under <paramref name="key"/>; null when absent.</summary>
    public static ListNode? List(this MapNode? map, string key) => map?[key] as ListNode;

    /// <summary>The maps of the list under <paramref name="key"/>; empty when absent.</summary>
    public static IEnumerable<MapNode> Maps(this MapNode? map, string key) => map.List(key)?.AsEnumerable().OfType<MapNode>() ?? [];

    /// <summary>The text under <paramref name="key"/>; empty when absent.</summary>
    public static string Text(this MapNode? map, string key) => (map?[key] as ScalarNode)?.StringValue ?? "";

    /// <summary>The whole number under <paramref name="key"/>; null when absent.</summary>
    public static long? Number(this MapNode? map, string key) =>
        map?[key] is ScalarNode { Kind: NodeKind.Integer } n && n.IntegerValue <= long.MaxValue ? (long)n.IntegerValue : null;

    /// <summary>Whether <paramref name="key"/> is true.</summary>
    public static bool Flag(this MapNode? map, string key) => map?[key] is ScalarNode { BooleanValue: true };

    /// <summary>The condition of a type in <c>conditions</c>; null when there is none.</summary>
    public static MapNode? Condition(this MapNode? status, string type)
    {
        foreach (var condition in status.Maps("conditions"))
        {
            if (condition.Text("type") == type)
            {
                return condition;
            }
        }

        return null;
    }
}
