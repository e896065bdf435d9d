using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>Sets of fields as <c>fieldsV1</c> trees, as far as <see cref="FakeCluster"/> needs them.</summary>
internal static class FieldTrees
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
    };

    /// <summary>The fields of an object to apply.</summary>
    public static MapNode Of(MapNode root)
    {
        var set = OfMap(root);
        foreach (var key in (ReadOnlySpan<string>)["f:apiVersion", "f:kind", "f:status"])
        {
            set.Remove(key);
        }

        if (set["f:metadata"] is MapNode metadata)
        {
            foreach (var key in (ReadOnlySpan<string>)["f:name", "f:namespace", "f:managedFields", "f:uid", "f:resourceVersion", "f:generation", "f:creationTimestamp"])
            {
                metadata.Remove(key);
            }

            if (metadata.Count == 0)
            {
                set.Remove("f:metadata");
            }
        }

        return set;
    }

    /// <summary>The fields that <paramref name="after"/> has otherwise than <paramref name="before"/>.</summary>
    public static MapNode Changed(MapNode before, MapNode after)
    {
        var set = Of(after);
        Keep(set, before, after);
        return set;
    }

    /// <summary>Puts <paramref name="desired"/> over <paramref name="live"/>.</summary>
    public static void Merge(MapNode live, MapNode desired)
    {
        foreach (var (key, value, _) in desired)
        {
            if (value is MapNode { Count: > 0 } more && live[key] is MapNode known)
            {
                Merge(known, more);
            }
            else if (value is ListNode items && live[key] is ListNode list && KeysOf(key, items) is { } keys)
            {
                MergeItems(list, items, keys);
            }
            else if (key == "finalizers" && value is ListNode added && live[key] is ListNode present)
            {
                foreach (var item in added)
                {
                    if (!present.AsEnumerable().Any(p => Node.DeepEquals(p, item)))
                    {
                        present.Add(item);
                    }
                }
            }
            else
            {
                live.Set(key, value.Clone());
            }
        }
    }

    /// <summary>Takes out of <paramref name="live"/> what is in <paramref name="old"/> and in none of <paramref name="kept"/>.</summary>
    public static void Prune(MapNode live, MapNode old, IReadOnlyList<MapNode> kept)
    {
        foreach (var (name, value, _) in old)
        {
            var below = kept.Select(k => k[name]).OfType<MapNode>().ToList();
            if (name.StartsWith("f:", StringComparison.Ordinal))
            {
                PruneField(live, name[2..], (MapNode)value, below);
            }
        }
    }

    /// <summary>Takes out of <paramref name="set"/> every field that is in <paramref name="other"/>; false when nothing is left.</summary>
    public static bool Subtract(MapNode set, MapNode other)
    {
        foreach (var (name, value, _) in other)
        {
            if (set[name] is MapNode below && (((MapNode)value).Count == 0 || below.Count == 0 || !Subtract(below, (MapNode)value)))
            {
                set.Remove(name);
            }
        }

        return set.Any(e => e.Key != ".");
    }

    private static void Keep(MapNode set, MapNode before, MapNode after)
    {
        foreach (var name in set.Select(e => e.Key).Where(k => k.StartsWith("f:", StringComparison.Ordinal)).ToList())
        {
            var (old, now) = (before[name[2..]], after[name[2..]]);
            if (Node.DeepEquals(old, now))
            {
                set.Remove(name);
            }
            else if (old is MapNode left && now is MapNode right)
            {
                Keep((MapNode)set[name]!, left, right);
            }
            else if (old is ListNode was && now is ListNode list && set[name] is MapNode items)
            {
                foreach (var key in items.Select(e => e.Key).ToList())
                {
                    var (a, b) = (was.AsEnumerable().FirstOrDefault(i => Names(key, i)), list.AsEnumerable().FirstOrDefault(i => Names(key, i)));
                    if (Node.DeepEquals(a, b))
                    {
                        items.Remove(key);
                    }
                    else if (a is MapNode first && b is MapNode second)
                    {
                        Keep((MapNode)items[key]!, first, second);
                    }
                }
            }
        }
    }

    private static void PruneField(MapNode live, string field, MapNode old, List<MapNode> kept)
    {
        if (live[field] is null)
        {
            return;
        }

        if (old.Count == 0 || old.All(e => e.Key == "."))
        {
            if (kept.Count == 0)
            {
                live.Remove(field);
            }

            return;
        }

        switch (live[field])
        {
            case MapNode map:
                Prune(map, old, kept);
                if (map.Count == 0)
                {
                    live.Remove(field);
                }

                break;
            case ListNode list:
                PruneItems(list, old, kept);
                if (list.Count == 0)
                {
                    live.Remove(field);
                }

                break;
            default:
                break;
        }
    }

    private static void PruneItems(ListNode list, MapNode old, List<MapNode> kept)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            foreach (var (name, value, _) in old)
            {
                if (name.Length < 2 || name[1] != ':' || !Names(name, list[i]))
                {
                    continue;
                }

                var below = kept.Select(k => k[name]).OfType<MapNode>().ToList();
                if (below.Count == 0)
                {
                    list.RemoveAt(i);
                    break;
                }

                if (list[i] is MapNode item)
                {
                    Prune(item, (MapNode)value, below);
                }
            }
        }
    }

    private static bool Names(string name, Node item)
    {
        var key = JsonTree.Read(Encoding.UTF8.GetBytes(name[2..]));
        return name[0] == 'v' ? Node.DeepEquals(key, item) : item is MapNode map && key is MapNode fields && fields.All(f => Node.DeepEquals(f.Value, map[f.Key]));
    }

    private static MapNode OfMap(MapNode map)
    {
        var set = new MapNode();
        foreach (var (key, value, _) in map)
        {
            if (!value.IsNull)
            {
                set.Set($"f:{key}", value switch
                {
                    MapNode below => OfMap(below),
                    ListNode list when KeysOf(key, list) is { } keys => OfItems(list, keys),
                    ListNode list when key == "finalizers" => OfValues(list),
                    _ => new MapNode(),
                });
            }
        }

        return set;
    }

    private static MapNode OfItems(ListNode list, string[] keys)
    {
        var set = new MapNode();
        foreach (var item in list.AsEnumerable().Cast<MapNode>())
        {
            var key = new MapNode();
            foreach (var field in keys)
            {
                key.Set(field, item[field]!);
            }

            var below = OfMap(item);
            below.Set(".", new MapNode());
            set.Set($"k:{JsonTree.ToText(key)}", below);
        }

        return set;
    }

    private static MapNode OfValues(ListNode list)
    {
        var set = new MapNode();
        foreach (var item in list)
        {
            set.Set($"v:{JsonTree.ToText(item)}", new MapNode());
        }

        return set;
    }

    private static string[]? KeysOf(string field, ListNode list) =>
        Keys.GetValueOrDefault(field) is { } keys && list.Count > 0 && list.AsEnumerable().All(i => i is MapNode m && Array.TrueForAll(keys, m.Has)) ? keys : null;

    private static void MergeItems(ListNode live, ListNode desired, string[] keys)
    {
        foreach (var item in desired.AsEnumerable().Cast<MapNode>())
        {
            var match = live.AsEnumerable().OfType<MapNode>().FirstOrDefault(l => Array.TrueForAll(keys, k => Node.DeepEquals(l[k], item[k])));
            if (match is null)
            {
                live.Add(item.Clone());
            }
            else
            {
                Merge(match, item);
            }
        }
    }
}
