using System.Collections;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Objects;

/// <summary>An ordered list of nodes.</summary>
public sealed class ListNode : Node, IReadOnlyList<Node>
{
    private readonly List<Node> _items;

    /// <summary>An empty list.</summary>
    public ListNode(SourcePosition position = default)
        : base(position) => _items = [];

    /// <summary>A list of <paramref name="items"/>.</summary>
    public ListNode(IEnumerable<Node> items, SourcePosition position = default)
        : base(position) => _items = [.. items];

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.List;

    /// <summary>Whether it was written in brackets. It takes no part in comparisons, and only <c>StyledYaml</c> goes by it.</summary>
    public bool IsFlow { get; init; }

    /// <summary>The JSON object a comment beside it holds, where it was read with <c>JsonComments</c>; null mostly. It takes no part in comparisons.</summary>
    public string? Comment { get; set; }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The item at <paramref name="index"/>, from 0.</summary>
    public Node this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Puts <paramref name="item"/> at the end.</summary>
    public void Add(Node item) => _items.Add(item);

    /// <summary>Puts <paramref name="item"/> before <paramref name="index"/>.</summary>
    public void Insert(int index, Node item) => _items.Insert(index, item);

    /// <summary>Takes the item at <paramref name="index"/> out.</summary>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <summary>Takes all items out.</summary>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public override Node Clone()
    {
        var copy = new ListNode(Position) { IsFlow = IsFlow, Comment = Comment };
        copy._items.Capacity = _items.Count;
        foreach (var item in _items)
        {
            copy._items.Add(item.Clone());
        }

        return copy;
    }

    /// <summary>Walks the items in order without allocating.</summary>
    public List<Node>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<Node> IEnumerable<Node>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
