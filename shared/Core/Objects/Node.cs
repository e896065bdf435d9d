using Plumbline.Core.Problems;

namespace Plumbline.Core.Objects;

/// <summary>What a <see cref="Node"/> is.</summary>
public enum NodeKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number within int64 or uint64, kept exactly.</summary>
    Integer,

    /// <summary>Any other number, as an IEEE double.</summary>
    Float,

    /// <summary>Text.</summary>
    String,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>Keys in their written order; keys are text.</summary>
    Map,
}

/// <summary>
/// A value as YAML and JSON know it: the tree in which Kubernetes objects are kept, so that unknown fields survive.
/// Lists and maps are mutable and not thread-safe; scalars are immutable and may be shared between trees.
/// </summary>
public abstract class Node
{
    private protected Node(SourcePosition position) => Position = position;

    /// <summary>What this node is.</summary>
    public abstract NodeKind Kind { get; }

    /// <summary>Where it was read; unknown for nodes that were made.</summary>
    public SourcePosition Position { get; }

    /// <summary>Whether this is <see cref="NodeKind.Null"/>.</summary>
    public bool IsNull => Kind == NodeKind.Null;

    /// <summary>A copy that shares nothing mutable with this node.</summary>
    public abstract Node Clone();

    /// <summary>
    /// Same kind and value; the order of keys in maps does not count, the order of lists does.
    /// <c>1</c> and <c>1.0</c> differ.
    /// </summary>
    public static bool DeepEquals(Node? left, Node? right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return (left, right) switch
        {
            (ScalarNode a, ScalarNode b) => a.ValueEquals(b),
            (ListNode a, ListNode b) => ListEquals(a, b),
            (MapNode a, MapNode b) => MapEquals(a, b),
            _ => false,
        };
    }

    private static bool ListEquals(ListNode left, ListNode right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!DeepEquals(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MapEquals(MapNode left, MapNode right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var entry in left)
        {
            if (!right.TryGet(entry.Key, out var other) || !DeepEquals(entry.Value, other))
            {
                return false;
            }
        }

        return true;
    }
}
