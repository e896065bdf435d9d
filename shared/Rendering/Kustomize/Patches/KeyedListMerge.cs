using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>
/// Brings two lists together whose items are told apart by keys (or by their value): the patch's items first, merged with those
/// they match, then the untouched ones. Items that lack a key, repeat one or differ only in which keys they have come out as the
/// original brings them out, duplicates and losses included.
/// </summary>
internal sealed class KeyedListMerge(string[] keys, Func<Node?, Node?, Node?> walk)
{
    private static readonly string[] Itself = [""];

    private readonly string[] _keys = keys.Length == 0 ? Itself : keys;

    /// <summary>Merges; <paramref name="target"/> is used up and may be <paramref name="patch"/> itself.</summary>
    public ListNode Merge(ListNode target, ListNode? patch)
    {
        var identities = Identities(target, patch);
        if (identities.Count == 0)
        {
            return target;
        }

        var used = Used(identities);
        var (validKeys, result) = (_keys, new ListNode(target.Position));
        foreach (var identity in identities)
        {
            (validKeys, var values) = Valid(used, identity);

            // Each item is looked for by those of its keys that it has.
            var (ownKeys, ownValues) = Valid(Used([identity]), identity);
            var merged = walk(Find(target, ownKeys, ownValues), patch is null ? null : Find(patch, ownKeys, ownValues));
            if (merged is null or { IsNull: true } or MapNode { Count: 0 })
            {
                Set(target, null, validKeys, values);
                continue;
            }

            for (var i = 0; i < validKeys.Length; i++)
            {
                if (merged is MapNode map && !map.Has(validKeys[i]) && values[i].Length > 0)
                {
                    map[validKeys[i]] = YamlReader.ReadUntyped(values[i]);
                }
            }

            if (Retyped(merged) is var own && !ReferenceEquals(own, merged))
            {
                for (var i = 0; i < target.Count; i++)
                {
                    target[i] = ReferenceEquals(target[i], merged) ? own : target[i];
                }
            }

            Set(result, own, validKeys, values);
        }

        Append(result, target, validKeys);
        return result;
    }

    // A text that is an item of its own is written anew, so that without quotes it may become a number.
    private static Node Retyped(Node item) =>
        item is ScalarNode { Kind: NodeKind.String, Style: ScalarStyle.Plain, IsUntyped: false } text && YamlReader.ReadUntyped(text.Text) is { Kind: not NodeKind.String } read ? read : item;

    /// <summary>Whether the items can be told apart by one key, or by themselves, so that the list stays as it is where a patch does not speak of it.</summary>
    public static bool IsRegular(ListNode list, string[] keys)
    {
        var key = keys.Length == 0 ? "" : keys[0];
        for (var i = 0; i < list.Count; i++)
        {
            var own = Own(list[i], key);
            if (own is not { Length: > 0 } || !ReferenceEquals(Retyped(list[i]), list[i]))
            {
                return false;
            }

            for (var j = 1; j < keys.Length; j++)
            {
                if (((MapNode)list[i]).Has(keys[j]))
                {
                    return false;
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (Own(list[j], key) == own)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string? Own(Node item, string key) =>
        key.Length == 0 ? (item as ScalarNode)?.Text : (item as MapNode)?[key] is ScalarNode { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>Takes the items out whose field <paramref name="key"/> has the value, and with them all that are empty.</summary>
    public static void Remove(ListNode list, string key, string value) => Set(list, null, [key], [value]);

    /// <summary>Puts what is left of the target behind; items the patch met are there already.</summary>
    private static void Append(ListNode result, ListNode rest, string[] keys)
    {
        foreach (var item in rest)
        {
            if (keys[0].Length == 0)
            {
                Set(result, item, keys, [Value(item)]);
                continue;
            }

            var values = new List<string>(keys.Length);
            foreach (var key in keys)
            {
                if (Field(item, key) is { } value)
                {
                    values.Add(Value(value));
                }
                else
                {
                    // An item goes in once for each key it lacks, and then again by the others.
                    result.Add(item);
                }
            }

            string[] own = [.. values];
            if (keys.Length > 1)
            {
                Set(result, null, keys, own);
            }

            Set(result, item, keys, own);
        }
    }

    /// <summary>Puts an item in the place of all that match, or behind; without an item takes those out that match. Empty items go.</summary>
    private static void Set(ListNode list, Node? item, string[] keys, string[] values)
    {
        var forMaps = keys[0].Length > 0 && values.Length > 0 && values[0].Length > 0;
        var found = false;
        var to = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var known = list[i];
            if (known is { IsNull: true } or MapNode { Count: 0 })
            {
                continue;
            }

            if (known is not MapNode && forMaps)
            {
                list[to++] = known;
            }
            else if (!IsMatch(known, keys, values))
            {
                if (values.Length > 0)
                {
                    list[to++] = known;
                }
            }
            else
            {
                found = true;
                if (item is not null)
                {
                    list[to++] = item;
                }
            }
        }

        for (var i = list.Count - 1; i >= to; i--)
        {
            list.RemoveAt(i);
        }

        if (!found && item is { IsNull: false })
        {
            list.Add(item);
        }
    }

    // Values stand in the order in which they were found, which need not be that of the keys; a value too few counts as matched.
    private static bool IsMatch(Node item, string[] keys, string[] values)
    {
        var matched = false;
        for (var i = 0; i < keys.Length; i++)
        {
            if (i < values.Length)
            {
                matched = keys[i].Length == 0
                    ? Value(ManifestReader.Scalar(item)) == values[0]
                    : Field(item, keys[i]) is { } field && (values[i].Length == 0 || Value(field) == values[i]);
            }

            if (!matched)
            {
                return false;
            }
        }

        return true;
    }

    private static Node? Field(Node item, string key) => item.IsNull ? null : ManifestReader.Map(item)[key];

    private static Node? Find(ListNode list, string[] keys, string[] values)
    {
        foreach (var item in list)
        {
            if (keys[0].Length == 0 ? Value(item) == values[0] : item is MapNode map && IsSame(map, keys, values))
            {
                return item;
            }
        }

        return null;
    }

    private static bool IsSame(MapNode map, string[] keys, string[] values)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (map[keys[i]] is not { } value || Value(value) != values[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Value(Node node) => node is ScalarNode scalar ? scalar.Text : "";

    /// <summary>The identities of all items: the patch's, then those only the target has.</summary>
    private List<string[]> Identities(ListNode target, ListNode? patch)
    {
        var result = new List<string[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<ListNode?>)[patch, target])
        {
            foreach (var item in list ?? [])
            {
                string[] values = _keys[0].Length == 0 ? [Value(item)] : [.. _keys.Select(key => KObject.TextOf((item as MapNode)?[key]))];
                if (seen.Add(values.Length == 1 ? values[0] : string.Join('\0', values)))
                {
                    result.Add(values);
                }
            }
        }

        if (_keys.Length > 1)
        {
            Align(result);
        }

        return result;
    }

    /// <summary>Identities that differ only in that one says less take the fuller one's values.</summary>
    private static void Align(List<string[]> identities)
    {
        for (var i = 0; i < identities.Count; i++)
        {
            // What an identity becomes meanwhile does not count until its turn is over.
            var left = identities[i];
            for (var j = 0; j < identities.Count; j++)
            {
                if (Together(left, identities[j]) is { } both)
                {
                    identities[i] = both;
                    identities[j] = both;
                }
            }
        }
    }

    private static string[]? Together(string[] left, string[] right)
    {
        var shared = false;
        var result = new string[left.Length];
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] == right[i])
            {
                shared = true;
                result[i] = left[i];
            }
            else if (left[i].Length > 0 && right[i].Length > 0)
            {
                return null;
            }
            else
            {
                result[i] = left[i].Length > 0 ? left[i] : right[i];
            }
        }

        return shared ? result : null;
    }

    /// <summary>Which keys any of the identities has a value for.</summary>
    private bool[] Used(List<string[]> identities)
    {
        var used = new bool[_keys.Length];
        foreach (var identity in identities)
        {
            for (var i = 0; i < identity.Length; i++)
            {
                used[i] |= identity[i].Length > 0;
            }
        }

        return used;
    }

    /// <summary>The used keys with this identity's values; all keys where none is used.</summary>
    private (string[] Keys, string[] Values) Valid(bool[] used, string[] values) => !Array.Exists(used, u => u) || Array.TrueForAll(used, u => u)
        ? (_keys, values)
        : ([.. _keys.Where((_, i) => used[i])], [.. values.Where((_, i) => used[i])]);
}
