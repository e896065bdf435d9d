using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Objects;

/// <summary>One key of a <see cref="MapNode"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value.</param>
/// <param name="KeyPosition">Where the key was read; unknown for keys that were made.</param>
public readonly record struct MapEntry(string Key, Node Value, SourcePosition KeyPosition);

/// <summary>Keys with values, in their written order. A key occurs once.</summary>
public sealed class MapNode : Node, IReadOnlyCollection<MapEntry>
{
    // Most maps of Kubernetes objects are tiny, where a scan beats hashing; an index is made only past this size.
    private const int IndexFrom = 12;

    private readonly List<MapEntry> _entries;
    private Dictionary<string, int>? _index;

    /// <summary>An empty map.</summary>
    public MapNode(SourcePosition position = default)
        : base(position) => _entries = [];

    private MapNode(int capacity, SourcePosition position)
        : base(position) => _entries = new List<MapEntry>(capacity);

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.Map;

    /// <summary>Whether it was written in braces. It takes no part in comparisons, and only <c>StyledYaml</c> goes by it.</summary>
    public bool IsFlow { get; init; }

    /// <summary>The JSON object a comment beside it holds, where it was read with <c>JsonComments</c>; null mostly. It takes no part in comparisons.</summary>
    public string? Comment { get; set; }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>The value of <paramref name="key"/>, null where there is none; setting replaces in place or appends.</summary>
    [DisallowNull]
    public Node? this[string key]
    {
        get => IndexOf(key) is var i and >= 0 ? _entries[i].Value : null;
        set => Set(key, value);
    }

    /// <summary>Whether the map has <paramref name="key"/>.</summary>
    public bool Has(string key) => IndexOf(key) >= 0;

    /// <summary>Finds the value of <paramref name="key"/>.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out Node? value)
    {
        var i = IndexOf(key);
        value = i >= 0 ? _entries[i].Value : null;
        return i >= 0;
    }

    /// <summary>The entry at <paramref name="index"/> in written order, from 0.</summary>
    public MapEntry EntryAt(int index) => _entries[index];

    /// <summary>Sets <paramref name="key"/>: in place where it is there, else at the end.</summary>
    public void Set(string key, Node value, SourcePosition keyPosition = default)
    {
        var i = IndexOf(key);
        if (i >= 0)
        {
            _entries[i] = _entries[i] with { Value = value };
            return;
        }

        _entries.Add(new MapEntry(key, value, keyPosition));
        if (_index is not null)
        {
            _index[key] = _entries.Count - 1;
        }
        else if (_entries.Count >= IndexFrom)
        {
            Reindex();
        }
    }

    /// <summary>Takes <paramref name="key"/> out; false when it was not there.</summary>
    public bool Remove(string key)
    {
        var i = IndexOf(key);
        if (i < 0)
        {
            return false;
        }

        _entries.RemoveAt(i);
        if (_index is not null)
        {
            Reindex();
        }

        return true;
    }

    /// <summary>Brings the keys into the order of <paramref name="comparison"/> (not deep).</summary>
    public void SortKeys(Comparison<string> comparison)
    {
        _entries.Sort((a, b) => comparison(a.Key, b.Key));
        if (_index is not null)
        {
            Reindex();
        }
    }

    /// <inheritdoc/>
    public override Node Clone()
    {
        var copy = new MapNode(_entries.Count, Position) { IsFlow = IsFlow, Comment = Comment };
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            copy._entries.Add(new MapEntry(entry.Key, entry.Value.Clone(), entry.KeyPosition));
        }

        if (copy._entries.Count >= IndexFrom)
        {
            copy.Reindex();
        }

        return copy;
    }

    /// <summary>Walks the entries in written order without allocating.</summary>
    public List<MapEntry>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<MapEntry> IEnumerable<MapEntry>.GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    private int IndexOf(string key)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(key, out var found) ? found : -1;
        }

        var entries = CollectionsMarshal.AsSpan(_entries);
        for (var i = 0; i < entries.Length; i++)
        {
            if (string.Equals(entries[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private void Reindex()
    {
        _index = new Dictionary<string, int>(_entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < _entries.Count; i++)
        {
            _index[_entries[i].Key] = i;
        }
    }
}
