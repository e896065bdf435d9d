using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Kubernetes.Diff;

/// <summary>
/// A set of field paths as <c>fieldsV1</c> writes it: <c>f:name</c> is a field, <c>k:{…}</c> an item of a list by its key,
/// <c>v:…</c> an item of a set by its value, <c>i:n</c> an item by place, and <c>.</c> the thing itself.
/// </summary>
internal sealed class FieldSet
{
    private readonly Dictionary<string, FieldSet> _fields = new(StringComparer.Ordinal);
    private readonly List<(MapNode Key, FieldSet Set)> _items = [];
    private readonly List<(Node Value, FieldSet Set)> _values = [];

    private FieldSet()
    {
    }

    /// <summary>Fields of a map.</summary>
    public IReadOnlyDictionary<string, FieldSet> Fields => _fields;

    /// <summary>Items of a keyed list.</summary>
    public IReadOnlyList<(MapNode Key, FieldSet Set)> Items => _items;

    /// <summary>Items of a set.</summary>
    public IReadOnlyList<(Node Value, FieldSet Set)> Values => _values;

    /// <summary>Whether something in the set could not be understood, or names list items by place.</summary>
    public bool IsOpaque { get; private set; }

    /// <summary>Whether nothing below is in the set: the value is owned as a whole.</summary>
    public bool IsLeaf => _fields.Count == 0 && _items.Count == 0 && _values.Count == 0 && !IsOpaque;

    /// <summary>Reads the tree under <c>fieldsV1</c>.</summary>
    public static FieldSet Parse(MapNode fields)
    {
        var set = new FieldSet();
        foreach (var (name, value, _) in fields)
        {
            if (name == ".")
            {
                continue;
            }

            if (name.Length < 2 || name[1] != ':' || value is not MapNode below)
            {
                set.IsOpaque = true;
                continue;
            }

            set.Add(name, Parse(below));
        }

        return set;
    }

    /// <summary>The item whose key agrees with <paramref name="item"/>; null when there is none.</summary>
    public FieldSet? ItemFor(MapNode item)
    {
        foreach (var (key, set) in _items)
        {
            if (KeyMatches(key, item))
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="item"/> has every field of <paramref name="key"/> with its value.</summary>
    public static bool KeyMatches(MapNode key, MapNode item)
    {
        foreach (var field in key)
        {
            if (!Node.DeepEquals(field.Value, item[field.Key]))
            {
                return false;
            }
        }

        return true;
    }

    private void Add(string name, FieldSet below)
    {
        switch (name[0])
        {
            case 'f':
                _fields[name[2..]] = below;
                break;
            case 'k' when Read(name) is MapNode key:
                _items.Add((key, below));
                break;
            case 'v' when Read(name) is { } value:
                _values.Add((value, below));
                break;
            default:
                IsOpaque = true;
                break;
        }
    }

    private static Node? Read(string name)
    {
        try
        {
            return JsonTree.Read(Encoding.UTF8.GetBytes(name, 2, name.Length - 2));
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
