using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Kubernetes.Diff;

/// <summary>
/// Proves from <c>managedFields</c> alone that applying an object again would change nothing (design §2.9). Every doubt answers "no":
/// values that the server may only have written differently (<c>1000m</c> for <c>1</c>, <c>stringData</c>, empty maps it drops),
/// list items named by place, fields owned in another version. A dry run then decides.
/// </summary>
internal static class UnchangedProof
{
    /// <summary>Whether nothing would change, for certain.</summary>
    public static bool Holds(KubernetesObject desired, KubernetesObject live)
    {
        if (desired.ApiVersion != live.ApiVersion || desired.Kind != live.Kind || desired.Name != live.Name || live.IsTerminating ||
            (desired.Namespace.Length > 0 && desired.Namespace != live.Namespace))
        {
            return false;
        }

        if (ManagedFields.OwnedByUs(live, desired.ApiVersion) is not { IsOpaque: false } owned)
        {
            return IsBare(desired) && ManagedFields.OwnNothing(live);
        }

        var matched = 0;
        foreach (var (key, value, _) in desired.Root)
        {
            if (key is "apiVersion" or "kind" || (key == "status" && value is MapNode { Count: 0 }))
            {
                continue;
            }

            var set = owned.Fields.GetValueOrDefault(key);
            var same = key == "metadata"
                ? value is MapNode metadata && SameMetadata(metadata, set, live.Metadata!)
                : set is not null && Same(value, set, live.Root[key]);
            if (!same)
            {
                return false;
            }

            matched += set is null ? 0 : 1;
        }

        return matched == owned.Fields.Count;
    }

    // Whose apply owns nothing leaves no trace in managedFields.
    private static bool IsBare(KubernetesObject desired) =>
        desired.Root.All(e => e.Key is "apiVersion" or "kind" || (e.Key == "metadata" && e.Value is MapNode metadata && metadata.All(m => m.Key is "name" or "namespace")));

    private static bool SameMetadata(MapNode desired, FieldSet? owned, MapNode live)
    {
        var matched = 0;
        foreach (var (key, value, _) in desired)
        {
            // Identity is never owned; a null that generators write means "not set".
            if (key is "name" or "namespace" || (value.IsNull && (key is "creationTimestamp" or "labels" or "annotations")))
            {
                continue;
            }

            if (owned?.Fields.GetValueOrDefault(key) is not { } set || !Same(value, set, live[key]))
            {
                return false;
            }

            matched++;
        }

        return matched == (owned?.Fields.Count ?? 0);
    }

    private static bool Same(Node desired, FieldSet owned, Node? live)
    {
        if (live is null || owned.IsOpaque || desired.IsNull)
        {
            return false;
        }

        if (owned.IsLeaf)
        {
            return Node.DeepEquals(desired, live);
        }

        return (desired, live) switch
        {
            (MapNode d, MapNode l) => SameMap(d, owned, l),
            (ListNode d, ListNode l) when owned.Items.Count > 0 => SameKeyedList(d, owned, l),
            (ListNode d, ListNode l) when owned.Values.Count > 0 => SameSet(d, owned, l),
            _ => false,
        };
    }

    private static bool SameMap(MapNode desired, FieldSet owned, MapNode live)
    {
        if (desired.Count != owned.Fields.Count || owned.Items.Count > 0 || owned.Values.Count > 0)
        {
            return false;
        }

        foreach (var (key, value, _) in desired)
        {
            if (!owned.Fields.TryGetValue(key, out var set) || !Same(value, set, live[key]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameKeyedList(ListNode desired, FieldSet owned, ListNode live)
    {
        if (desired.Count != owned.Items.Count || owned.Fields.Count > 0 || owned.Values.Count > 0)
        {
            return false;
        }

        // Items keep their order in an apply, so a changed order is a change.
        var last = -1;
        foreach (var item in desired)
        {
            if (item is not MapNode map || OwnedItem(owned, map) is not { } match)
            {
                return false;
            }

            var place = IndexOf(live, match.Key);
            if (place <= last || !Same(map, match.Set, live[place]))
            {
                return false;
            }

            last = place;
        }

        return true;
    }

    // A key field that the manifest leaves out has the server's default in the key (protocol: TCP). More than one candidate is a doubt.
    private static (MapNode Key, FieldSet Set)? OwnedItem(FieldSet owned, MapNode item)
    {
        (MapNode Key, FieldSet Set)? found = null;
        foreach (var candidate in owned.Items)
        {
            if (!Agrees(candidate.Key, item))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = candidate;
        }

        return found;
    }

    private static bool Agrees(MapNode key, MapNode item)
    {
        var shared = 0;
        foreach (var field in key)
        {
            if (item.TryGet(field.Key, out var value))
            {
                if (!Node.DeepEquals(field.Value, value))
                {
                    return false;
                }

                shared++;
            }
        }

        return shared > 0;
    }

    private static int IndexOf(ListNode live, MapNode key)
    {
        for (var i = 0; i < live.Count; i++)
        {
            if (live[i] is MapNode item && FieldSet.KeyMatches(key, item))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool SameSet(ListNode desired, FieldSet owned, ListNode live)
    {
        if (desired.Count != owned.Values.Count || owned.Fields.Count > 0 || owned.Items.Count > 0)
        {
            return false;
        }

        var last = -1;
        foreach (var item in desired)
        {
            var place = -1;
            for (var i = last + 1; i < live.Count && place < 0; i++)
            {
                place = Node.DeepEquals(item, live[i]) ? i : -1;
            }

            if (place < 0 || !owned.Values.Any(v => Node.DeepEquals(v.Value, item)))
            {
                return false;
            }

            last = place;
        }

        return true;
    }
}
