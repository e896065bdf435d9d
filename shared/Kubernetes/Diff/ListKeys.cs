using Plumbline.Core.Objects;

namespace Plumbline.Kubernetes.Diff;

/// <summary>Which fields name the items of a list, so that an insertion in front does not make every item look changed.</summary>
internal static class ListKeys
{
    // Only what Kubernetes' own kinds merge by something else than "name"; alternatives in order.
    private static readonly Dictionary<string, string[][]> Known = new(StringComparer.Ordinal)
    {
        ["ports"] = [["containerPort", "protocol"], ["port", "protocol"], ["containerPort"], ["port"], ["name"]],
        ["volumeMounts"] = [["mountPath"]],
        ["volumeDevices"] = [["devicePath"]],
        ["hostAliases"] = [["ip"]],
        ["conditions"] = [["type"]],
        ["ownerReferences"] = [["uid"]],
        ["topologySpreadConstraints"] = [["topologyKey", "whenUnsatisfiable"]],
    };

    private static readonly string[][] ByName = [["name"]];

    /// <summary>
    /// Key fields that every item of both lists has and that tell all items of a list apart; null when the lists can only be compared by place.
    /// </summary>
    public static string[]? For(string field, FieldSet? owners, ListNode before, ListNode after)
    {
        if (owners is { Items.Count: > 0 } && Tells([.. owners.Items[0].Key.Select(e => e.Key)], before, after) is { } owned)
        {
            return owned;
        }

        foreach (var candidate in Known.GetValueOrDefault(field, ByName))
        {
            if (Tells(candidate, before, after) is { } keys)
            {
                return keys;
            }
        }

        return null;
    }

    /// <summary>The name of an item in paths: <c>cart</c>, <c>80,TCP</c>.</summary>
    public static string NameOf(MapNode item, string[] keys) =>
        keys.Length == 1 ? item[keys[0]]!.ToString()! : string.Join(',', keys.Select(k => item[k]!.ToString()));

    private static string[]? Tells(string[] keys, ListNode before, ListNode after) => Unique(keys, before) && Unique(keys, after) ? keys : null;

    private static bool Unique(string[] keys, ListNode list)
    {
        var seen = new HashSet<string>(list.Count, StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (item is not MapNode map || !Array.TrueForAll(keys, k => map[k] is ScalarNode { IsNull: false }) || !seen.Add(NameOf(map, keys)))
            {
                return false;
            }
        }

        return true;
    }
}
