using System.Collections;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>A Go slice as templates see it. Functions that "change" a list return a new one, as Sprig's do.</summary>
internal sealed class GoList : IReadOnlyList<object?>
{
    private readonly List<object?> _items;

    /// <summary>An empty <c>[]interface {}</c>.</summary>
    public GoList() => _items = [];

    /// <summary>An empty list with room for <paramref name="capacity"/> items.</summary>
    public GoList(int capacity) => _items = new List<object?>(capacity);

    /// <summary>A list of the given items.</summary>
    public GoList(IEnumerable<object?> items) => _items = [.. items];

    /// <summary>A list of the given items.</summary>
    public GoList(ReadOnlySpan<object?> items) => _items = [.. items];

    /// <summary>Go's type of the list.</summary>
    public GoListType Type { get; init; } = GoListType.Any;

    /// <summary>Go's nil slice of its type: reads as empty, encodes as null.</summary>
    public bool IsNil { get; init; }

    /// <summary>A nil <c>[]interface {}</c>; never add to it.</summary>
    public static GoList Nil { get; } = new() { IsNil = true };

    /// <summary>A nil <c>[]string</c>; never add to it.</summary>
    public static GoList NilStrings { get; } = new() { IsNil = true, Type = GoListType.String };

    /// <summary>Number of items.</summary>
    public int Count => _items.Count;

    /// <summary>Reads or replaces an item.</summary>
    public object? this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Appends an item: only while the list is being built.</summary>
    public void Add(object? item) => _items.Add(item);

    /// <summary>Appends items: only while the list is being built.</summary>
    public void AddRange(IEnumerable<object?> items) => _items.AddRange(items);

    /// <summary>A new list of <paramref name="length"/> items from <paramref name="start"/>, of the same type.</summary>
    public GoList Slice(int start, int length) => new(_items.GetRange(start, length)) { Type = Type };

    /// <summary>A <c>[]string</c>.</summary>
    public static GoList OfStrings(IEnumerable<string> items) => new(items) { Type = GoListType.String };

    /// <summary>The items in order.</summary>
    public List<object?>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<object?> IEnumerable<object?>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
