using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// A Go map with string keys as templates see it: a mutable reference, unordered in Go, walked in key order here as <c>range</c> and <c>fmt</c> do.
/// Not safe for writing from several threads; a render works on its own copy.
/// </summary>
internal sealed class GoMap : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Entries _entries;

    /// <summary>An empty <c>map[string]interface {}</c>.</summary>
    public GoMap() => _entries = new Entries(0);

    /// <summary>An empty map with room for <paramref name="capacity"/> entries.</summary>
    public GoMap(int capacity) => _entries = new Entries(capacity);

    /// <summary>A shallow copy of another map, with its type.</summary>
    public GoMap(GoMap other)
    {
        _entries = new Entries(other._entries);
        Type = other.Type;
    }

    private GoMap(Entries entries) => _entries = entries;

    /// <summary>Go's type of the map: name, element type, methods.</summary>
    public GoMapType Type { get; init; } = GoMapType.Any;

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads an entry (a missing one is null) or writes it.</summary>
    public object? this[string key]
    {
        get => _entries.GetValueOrDefault(key);
        set
        {
            var before = _entries.Count;
            _entries[key] = value;
            if (_entries.Count != before)
            {
                _entries.Sorted = null;
            }
        }
    }

    /// <summary>Whether this stands for Go's nil map: it reads as an empty map, but encodes as null. Never write to it.</summary>
    public bool IsNil { get; init; }

    /// <summary>A nil <c>map[string]interface {}</c>.</summary>
    public static GoMap Nil { get; } = new() { IsNil = true };

    /// <summary>The same map under another Go type: what is written to one shows in the other, as after a conversion in Go.</summary>
    public GoMap As(GoMapType type) => new(_entries) { Type = type };

    /// <summary>Whether the key exists, and its value (which may be null although it exists).</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(true)] out object? value) => _entries.TryGetValue(key, out value);

    /// <summary>Whether the key exists.</summary>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <summary>Adds an entry; fails on a duplicate.</summary>
    public void Add(string key, object? value)
    {
        _entries.Add(key, value);
        _entries.Sorted = null;
    }

    /// <summary>Removes an entry if it is there.</summary>
    public bool Remove(string key)
    {
        if (!_entries.Remove(key))
        {
            return false;
        }

        _entries.Sorted = null;
        return true;
    }

    /// <summary>The keys in Go's string order (by bytes). Made once and kept until the set of keys changes; never write to it.</summary>
    public string[] SortedKeys()
    {
        if (_entries.Sorted is null)
        {
            var keys = new string[_entries.Count];
            _entries.Keys.CopyTo(keys, 0);
            Array.Sort(keys, GoText.Compare);
            _entries.Sorted = keys;
        }

        return _entries.Sorted;
    }

    /// <summary>Entries in no particular order; use <see cref="SortedKeys"/> where order shows.</summary>
    public Dictionary<string, object?>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    private sealed class Entries : Dictionary<string, object?>
    {
        public Entries(int capacity)
            : base(capacity, StringComparer.Ordinal)
        {
        }

        public Entries(Entries other)
            : base(other, StringComparer.Ordinal) => Sorted = other.Sorted;

        /// <summary>The keys in order, until the set of keys changes.</summary>
        public string[]? Sorted { get; set; }
    }
}
