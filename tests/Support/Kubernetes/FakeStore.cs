using System.Globalization;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>The objects of a <see cref="FakeCluster"/> and the rules by which they change.</summary>
internal sealed class FakeStore
{
    /// <summary>Our field manager.</summary>
    public const string Plumbline = "plumbline";

    private readonly SortedDictionary<ResourceKey, KubernetesObject> _objects = [];
    private readonly string _id;
    private readonly TimeProvider _clock;
    private long _version;
    private long _uid;

    public FakeStore(string id, TimeProvider clock) => (_id, _clock) = (id, clock);

    public IEnumerable<KubernetesObject> All => _objects.Values;

    public KubernetesObject? Find(ResourceKey key) => _objects.GetValueOrDefault(key);

    public KubernetesObject? Create(KubernetesObject desired)
    {
        if (_objects.ContainsKey(desired.Key))
        {
            return null;
        }

        var next = Born(desired.Clone());
        Own(next, Plumbline, "Update", FieldTrees.Of(desired.Root));
        return Store(next);
    }

    public KubernetesObject? Replace(KubernetesObject desired)
    {
        if (Find(desired.Key) is not { } live || live.ResourceVersion != desired.ResourceVersion)
        {
            return null;
        }

        var next = desired.Clone();
        foreach (var field in (ReadOnlySpan<string>)["uid", "creationTimestamp", "generation", "managedFields", "deletionTimestamp"])
        {
            if (live.Metadata![field] is { } kept)
            {
                next.Metadata!.Set(field, kept.Clone());
            }
        }

        if (live.Root["status"] is { } status)
        {
            next.Root.Set("status", status.Clone());
        }

        FakeValidation.CheckChange(live, next);
        if (!Content(live, next))
        {
            Own(next, Plumbline, "Update", FieldTrees.Of(desired.Root));
        }

        return Changed(live, next);
    }

    public KubernetesObject Apply(KubernetesObject desired, string manager, bool force, bool dryRun)
    {
        var set = FieldTrees.Of(desired.Root);
        if (Find(desired.Key) is not { } live)
        {
            var born = desired.Clone();
            born.Root.Remove("status");
            Own(born, manager, "Apply", set);
            return dryRun ? Born(born, counted: false) : Store(Born(born));
        }

        var next = live.Clone();
        var others = Owners(next).Where(o => !IsApplyOf(o, manager)).ToList();
        if (Owners(next).FirstOrDefault(o => IsApplyOf(o, manager)) is { } before)
        {
            FieldTrees.Prune(next.Root, Fields(before), [set, .. others.Select(Fields)]);
        }

        var wanted = (MapNode)desired.Root.Clone();
        wanted.Remove("status");
        FieldTrees.Merge(next.Root, wanted);
        Contend(live, next, others, set, force);
        FakeValidation.CheckChange(live, next);
        if (!Content(live, next) || !Owners(live).Any(o => IsApplyOf(o, manager) && Node.DeepEquals(Fields(o), set)))
        {
            Own(next, manager, "Apply", set);
            return dryRun ? Predicted(live, next) : Changed(live, next);
        }

        return live;
    }

    public bool Delete(ResourceKey key, string uid, Propagation propagation)
    {
        if (Find(key) is not { } live || live.Uid != uid)
        {
            return false;
        }

        if (live.Metadata!["finalizers"] is ListNode { Count: > 0 })
        {
            if (!live.IsTerminating)
            {
                var next = live.Clone();
                next.Metadata!.Set("deletionTimestamp", ScalarNode.Of(Now()));
                Changed(live, next);
            }

            return true;
        }

        Drop(key);
        if (propagation != Propagation.Orphan)
        {
            DropOwned(uid);
        }

        return true;
    }

    public void Drop(ResourceKey key)
    {
        _version++;
        _objects.Remove(key);
        if (key is { Group: "", Kind: "Namespace" })
        {
            foreach (var inside in _objects.Keys.Where(k => k.Namespace == key.Name).ToList())
            {
                _objects.Remove(inside);
            }
        }
    }

    public bool TakeOver(ResourceKey key, IReadOnlySet<string> managers)
    {
        if (Find(key) is not { } live || !Owners(live).Any(o => managers.Contains(Text(o, "manager"))))
        {
            return false;
        }

        var next = live.Clone();
        var moved = Owners(next).Where(o => managers.Contains(Text(o, "manager")) || IsApplyOf(o, Plumbline)).ToList();
        var union = new MapNode();
        foreach (var owner in moved)
        {
            FieldTrees.Merge(union, Fields(owner));
            ((ListNode)next.Metadata!["managedFields"]!).RemoveAt(((ListNode)next.Metadata!["managedFields"]!).AsEnumerable().ToList().IndexOf(owner));
        }

        Own(next, Plumbline, "Apply", union);
        Changed(live, next);
        return true;
    }

    public void Edit(ResourceKey key, Action<MapNode> change)
    {
        var live = _objects[key];
        var next = live.Clone();
        change(next.Root);
        var theirs = FieldTrees.Changed(live.Root, next.Root);
        foreach (var other in Owners(next).ToList())
        {
            var left = (MapNode)Fields(other).Clone();
            if (FieldTrees.Subtract(left, theirs))
            {
                other.Set("fieldsV1", left);
            }
        }

        Own(next, "somebody", "Update", theirs);
        Changed(live, next);
    }

    public void SetStatus(KubernetesObject live, MapNode status)
    {
        if (!Node.DeepEquals(live.Root["status"], status))
        {
            var next = live.Clone();
            next.Root.Set("status", status);
            Changed(live, next);
        }
    }

    private void DropOwned(string uid)
    {
        foreach (var owned in _objects.Values.Where(o => (o.Metadata?["ownerReferences"] as ListNode)?.AsEnumerable().Any(r => Text((MapNode)r, "uid") == uid) == true).ToList())
        {
            Delete(owned.Key, owned.Uid!, Propagation.Background);
        }
    }

    // Fields that others own with another value: refused, or taken from them.
    private static void Contend(KubernetesObject live, KubernetesObject next, List<MapNode> others, MapNode set, bool force)
    {
        if (Content(live, next))
        {
            return;
        }

        foreach (var other in others.Where(o => Text(o, "manager") != Plumbline || Text(o, "operation") == "Update"))
        {
            var left = (MapNode)Fields(other).Clone();
            var whole = FieldTrees.Subtract(left, set);
            if (Node.DeepEquals(left, Fields(other)))
            {
                continue;
            }

            if (!force)
            {
                throw new ClusterException(ClusterFailure.Conflict, $"{live.Key}: Apply failed with conflicts with \"{Text(other, "manager")}\"", live.Key);
            }

            var list = (ListNode)next.Metadata!["managedFields"]!;
            var place = list.AsEnumerable().ToList().FindIndex(e => Node.DeepEquals(e, other));
            if (!whole)
            {
                list.RemoveAt(place);
            }
            else
            {
                ((MapNode)list[place]).Set("fieldsV1", left);
            }
        }
    }

    private KubernetesObject Born(KubernetesObject value, bool counted = true)
    {
        var metadata = value.Metadata!;
        metadata.Set("uid", ScalarNode.Of($"{_id}-{(counted ? ++_uid : _uid + 1).ToString(CultureInfo.InvariantCulture)}"));
        metadata.Set("creationTimestamp", ScalarNode.Of(Now()));
        if (HasGeneration(value))
        {
            metadata.Set("generation", ScalarNode.Of(1));
        }

        return value;
    }

    private KubernetesObject Store(KubernetesObject value)
    {
        value.Metadata!.Set("resourceVersion", ScalarNode.Of((++_version).ToString(CultureInfo.InvariantCulture)));
        _objects[value.Key] = value;
        return value;
    }

    private KubernetesObject Changed(KubernetesObject live, KubernetesObject next)
    {
        Predicted(live, next);
        if (next.IsTerminating && next.Metadata!["finalizers"] is not ListNode { Count: > 0 })
        {
            Drop(next.Key);
            return next;
        }

        return Store(next);
    }

    private static KubernetesObject Predicted(KubernetesObject live, KubernetesObject next)
    {
        // Of a Deployment annotations count too.
        var marked = next.Kind == "Deployment" && !Node.DeepEquals(live.Metadata!["annotations"], next.Metadata!["annotations"]);
        if (HasGeneration(next) && (marked || !Node.DeepEquals(live.Root["spec"], next.Root["spec"])))
        {
            next.Metadata!.Set("generation", ScalarNode.Of((live.Generation ?? 0) + 1));
        }

        return next;
    }

    private static bool HasGeneration(KubernetesObject value) => value.Root["spec"] is not null && value.Kind is not ("Namespace" or "Service" or "Pod");

    // Equal but for who owns what.
    private static bool Content(KubernetesObject live, KubernetesObject next)
    {
        var (a, b) = (live.Clone(), next.Clone());
        a.Metadata!.Remove("managedFields");
        b.Metadata!.Remove("managedFields");
        return Node.DeepEquals(a.Root, b.Root);
    }

    private void Own(KubernetesObject value, string manager, string operation, MapNode set)
    {
        if (value.Metadata!["managedFields"] is not ListNode list)
        {
            value.Metadata.Set("managedFields", list = []);
        }

        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i] is MapNode entry && Text(entry, "manager") == manager && Text(entry, "operation") == operation)
            {
                list.RemoveAt(i);
            }
        }

        // Who owns no field is not listed.
        if (set.Count == 0)
        {
            if (list.Count == 0)
            {
                value.Metadata.Remove("managedFields");
            }

            return;
        }

        var own = new MapNode();
        foreach (var (key, text) in (ReadOnlySpan<(string, string)>)[("manager", manager), ("operation", operation), ("apiVersion", value.ApiVersion), ("time", Now()), ("fieldsType", "FieldsV1")])
        {
            own.Set(key, ScalarNode.Of(text));
        }

        own.Set("fieldsV1", set);
        list.Add(own);
    }

    private static IEnumerable<MapNode> Owners(KubernetesObject value) => (value.Metadata?["managedFields"] as ListNode)?.AsEnumerable().OfType<MapNode>() ?? [];

    private static bool IsApplyOf(MapNode owner, string manager) => Text(owner, "manager") == manager && Text(owner, "operation") == "Apply";

    private static MapNode Fields(MapNode owner) => (MapNode)owner["fieldsV1"]!;

    private static string Text(MapNode map, string key) => (map[key] as ScalarNode)?.StringValue ?? "";

    private string Now() => _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
