using System.Globalization;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Kubernetes.Diff;

/// <summary>
/// Walks two objects side by side and notes the highest fields that differ. Keys of maps are walked in ordinal order, items of lists in
/// their order, so the result does not depend on how keys were written.
/// </summary>
internal sealed class FieldComparer(IReadOnlyList<FieldOwner> owners)
{
    private readonly List<FieldChange> _changes = [];

    /// <summary>The fields that differ; an absent side is null.</summary>
    public static IReadOnlyList<FieldChange> Compare(KubernetesObject? before, KubernetesObject? after, bool withStatus)
    {
        var owners = ManagedFields.Owners(before);
        var comparer = new FieldComparer(owners);
        var scope = owners.Select(o => (FieldSet?)o.Set).ToArray();
        comparer.Maps("", before?.Root, after?.Root, scope, Level.Root, withStatus);
        return comparer._changes;
    }

    private enum Level
    {
        Root,
        Metadata,
        Annotations,
        Plain,
    }

    private void Maps(string path, MapNode? before, MapNode? after, FieldSet?[] scope, Level level, bool withStatus = false)
    {
        foreach (var key in Keys(before, after))
        {
            if (Noise.Covers(key, level == Level.Root, level == Level.Metadata, level == Level.Annotations) && !(withStatus && key == "status"))
            {
                continue;
            }

            var (left, right) = (before?[key], after?[key]);
            var below = Down(scope, s => s.Fields.GetValueOrDefault(key));
            var place = path.Length == 0 ? Segment(key) : Segment(key) is ['[', ..] bracket ? path + bracket : $"{path}.{key}";
            var next = (level, key) switch
            {
                (Level.Root, "metadata") => Level.Metadata,
                (Level.Metadata, "annotations") => Level.Annotations,
                _ => Level.Plain,
            };

            if (next != Level.Plain && left is MapNode or null && right is MapNode or null)
            {
                // Descended even when one side is missing, so that noise does not count as a difference.
                Maps(place, left as MapNode, right as MapNode, below, next);
            }
            else
            {
                Values(place, key, left, right, below);
            }
        }
    }

    private void Values(string path, string field, Node? before, Node? after, FieldSet?[] scope)
    {
        if (before is { IsNull: true })
        {
            before = null;
        }

        if (after is { IsNull: true })
        {
            after = null;
        }

        switch (before, after)
        {
            case (MapNode left, MapNode right):
                Maps(path, left, right, scope, Level.Plain);
                break;
            case (ListNode left, ListNode right) when KeysOf(field, scope, left, right) is { } keys:
                KeyedLists(path, keys, left, right, scope);
                break;
            case (ListNode left, ListNode right):
                PlainLists(path, left, right, scope);
                break;
            case var _ when !Node.DeepEquals(before, after):
                _changes.Add(new FieldChange(path, before, after, LastWriter(scope)));
                break;
            default:
                break;
        }
    }

    private static string[]? KeysOf(string field, FieldSet?[] scope, ListNode left, ListNode right) =>
        ListKeys.For(field, Array.Find(scope, s => s is { Items.Count: > 0 }), left, right);

    private void KeyedLists(string path, string[] keys, ListNode before, ListNode after, FieldSet?[] scope)
    {
        var old = before.AsEnumerable().Cast<MapNode>().ToDictionary(i => ListKeys.NameOf(i, keys), StringComparer.Ordinal);
        var kept = new List<string>();
        foreach (var item in after.AsEnumerable().Cast<MapNode>())
        {
            var name = ListKeys.NameOf(item, keys);
            if (old.Remove(name, out var match))
            {
                kept.Add(name);
                Maps($"{path}[{name}]", match, item, Down(scope, s => s.ItemFor(match)), Level.Plain);
            }
            else
            {
                _changes.Add(new FieldChange($"{path}[{name}]", null, item));
            }
        }

        foreach (var (name, item) in old.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            _changes.Add(new FieldChange($"{path}[{name}]", item, null, LastWriter(Down(scope, s => s.ItemFor(item)))));
        }

        Order(path, keys, kept, before, scope);
    }

    // Containers start and variables expand in their order: the same items in another order are a difference.
    private void Order(string path, string[] keys, List<string> kept, ListNode before, FieldSet?[] scope)
    {
        var was = before.AsEnumerable().Cast<MapNode>().Select(i => ListKeys.NameOf(i, keys)).Where(kept.Contains).ToList();
        if (!was.SequenceEqual(kept, StringComparer.Ordinal))
        {
            _changes.Add(new FieldChange($"{path}(order)", Names(was), Names(kept), LastWriter(scope)));
        }
    }

    private static ListNode Names(IEnumerable<string> names) => new(names.Select(n => ScalarNode.Of(n)));

    private void PlainLists(string path, ListNode before, ListNode after, FieldSet?[] scope)
    {
        if (before.AsEnumerable().Concat(after).All(i => i is ScalarNode))
        {
            // A list of plain values (args, verbs, hosts) reads best whole.
            if (!Node.DeepEquals(before, after))
            {
                _changes.Add(new FieldChange(path, before, after, LastWriter(scope)));
            }

            return;
        }

        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            var (left, right) = (i < before.Count ? before[i] : null, i < after.Count ? after[i] : null);
            Values($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", "", left, right, scope);
        }
    }

    private string? LastWriter(FieldSet?[] scope)
    {
        FieldOwner? newest = null;
        for (var i = 0; i < scope.Length; i++)
        {
            if (scope[i] is not null && (newest is null || string.CompareOrdinal(owners[i].Time, newest.Time) > 0))
            {
                newest = owners[i];
            }
        }

        return newest is null ? null : newest.Time.Length == 0 ? newest.Manager : $"{newest.Manager} at {newest.Time}";
    }

    // Below something owned as a whole, its owner owns everything.
    private static FieldSet?[] Down(FieldSet?[] scope, Func<FieldSet, FieldSet?> step) =>
        scope.Length == 0 ? scope : Array.ConvertAll(scope, s => s is null ? null : s.IsLeaf ? s : step(s));

    private static IEnumerable<string> Keys(MapNode? before, MapNode? after)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var map in (ReadOnlySpan<MapNode?>)[before, after])
        {
            if (map is null)
            {
                continue;
            }

            foreach (var entry in map)
            {
                keys.Add(entry.Key);
            }
        }

        return keys;
    }

    private static string Segment(string key) => key.AsSpan().IndexOfAny('.', '[', '/') >= 0 ? $"[{key}]" : key;
}
