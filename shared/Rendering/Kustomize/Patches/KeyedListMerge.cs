using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>
/// Brings two lists together whose items are told apart by keys (or by their value): the patch's items first, merged with those
/// they match, then the untouched ones.
/// </summary>
internal sealed class KeyedListMerge(string[] keys, Func<Node?, Node?, Node?> walk)
{
    private readonly string[] _keys = keys.Length == 0 ? [""] : keys;

    public ListNode? Merge(ListNode target, ListNode patch)
    {
        var identities = Identities(target, patch);
        if (identities.Count == 0)
        {
            return target;
        }

        var (valid, _) = Valid(identities, identities[0]);
        var result = new List<Node>();
        var source = new List<Node>(target);
        foreach (var identity in identities)
        {
            var (validKeys, values) = Valid(identities, identity);
            valid = validKeys;
            // Each item is looked for by those of its keys that it has.
            var (own, ownValues) = Valid([identity], identity);
            var merged = walk(Find(source, own, ownValues), ReferenceEquals(target, patch) ? Find(source, own, ownValues) : Find(patch, own, ownValues));
            if (merged is null or { IsNull: true } or MapNode { Count: 0 })
            {
                source.RemoveAll(item => IsMatch(item, validKeys, values));
                continue;
            }

            if (merged is MapNode map)
            {
                for (var i = 0; i < validKeys.Length; i++)
                {
                    if (validKeys[i].Length > 0 && !map.Has(validKeys[i]) && values[i].Length > 0)
                    {
                        map[validKeys[i]] = ScalarNode.Of(values[i]);
                    }
                }
            }

            Put(result, merged, validKeys, values);
        }

        Append(result, source, valid);
        return result.Count == 0 && target.Count > 0 ? new ListNode() : new ListNode(result, target.Position);
    }

    /// <summary>Puts what is left of the target behind; items the patch met are there already.</summary>
    private void Append(List<Node> result, List<Node> source, string[] valid)
    {
        foreach (var item in source)
        {
            if (valid[0].Length == 0)
            {
                Put(result, item, valid, [KObject.TextOf(item)]);
                continue;
            }

            var values = new List<string>();
            foreach (var key in valid)
            {
                if ((item as MapNode)?[key] is { } value)
                {
                    values.Add(KObject.TextOf(value));
                }
                else
                {
                    // No key: the item stays as it is.
                    result.Add(item);
                }
            }

            string[] found = [.. values];
            if (valid.Length > 1)
            {
                result.RemoveAll(known => IsMatch(known, valid, found));
            }

            Put(result, item, valid, found);
        }
    }

    private static void Put(List<Node> list, Node item, string[] keys, string[] values)
    {
        var at = list.FindIndex(known => IsMatch(known, keys, values));
        if (at < 0)
        {
            list.Add(item);
            return;
        }

        list[at] = item;
        for (var i = list.Count - 1; i > at; i--)
        {
            if (IsMatch(list[i], keys, values))
            {
                list.RemoveAt(i);
            }
        }
    }

    private static bool IsMatch(Node item, string[] keys, string[] values)
    {
        if (keys[0].Length == 0)
        {
            return item is ScalarNode && values.Length > 0 && KObject.TextOf(item) == values[0];
        }

        if (item is not MapNode map)
        {
            return false;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var wanted = i < values.Length ? values[i] : "";
            if (map[keys[i]] is not { } value || (wanted.Length > 0 && KObject.TextOf(value) != wanted))
            {
                return false;
            }
        }

        return true;
    }

    private static Node? Find(IReadOnlyList<Node> list, string[] keys, string[] values)
    {
        foreach (var item in list)
        {
            if (keys[0].Length == 0 ? KObject.TextOf(item) == values[0] : IsSame(item, keys, values))
            {
                return item;
            }
        }

        return null;
    }

    private static bool IsSame(Node item, string[] keys, string[] values)
    {
        if (item is not MapNode map)
        {
            return false;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (KObject.TextOf(map[keys[i]]) != values[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The identities of all items: the patch's, then those only the target has.</summary>
    private List<string[]> Identities(ListNode target, ListNode patch)
    {
        var result = new List<string[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<ListNode>)[patch, target])
        {
            foreach (var item in list)
            {
                var values = _keys[0].Length == 0 ? [KObject.TextOf(item)]
                    : item is MapNode map ? [.. _keys.Select(key => KObject.TextOf(map[key]))] : Array.Empty<string>();
                if (values.Length > 0 && (_keys[0].Length == 0 || Array.Exists(values, v => v.Length > 0)) && seen.Add(string.Join('\0', values)))
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
            for (var j = 0; j < identities.Count; j++)
            {
                if (Together(identities[i], identities[j]) is { } both)
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

    /// <summary>The keys that any of the identities has a value for, with this identity's values.</summary>
    private (string[] Keys, string[] Values) Valid(List<string[]> identities, string[] values)
    {
        var used = new bool[_keys.Length];
        foreach (var identity in identities)
        {
            for (var i = 0; i < identity.Length; i++)
            {
                used[i] |= identity[i].Length > 0;
            }
        }

        if (!Array.Exists(used, u => u))
        {
            return (_keys, values);
        }

        return ([.. _keys.Where((_, i) => used[i])], [.. values.Where((v, i) => v.Length > 0 || used[i])]);
    }
}
