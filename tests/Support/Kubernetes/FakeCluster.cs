using System.Globalization;
using System.Runtime.CompilerServices;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>
/// A cluster in memory, with what matters to us of the real one: uids, resource versions, generations, ownership of fields by server-side apply (lists are owned
/// whole), namespaces that must exist, refusals and outages on demand. Deployments become healthy after some looks. Deterministic and not thread-safe.
/// </summary>
public sealed class FakeCluster(TimeProvider clock, string identity = "cluster-1") : ICluster
{
    private static readonly HashSet<string> Every = ["get", "list", "create", "patch", "update", "delete"];

    private readonly SortedDictionary<ResourceKey, MapNode> _objects = [];
    private readonly Dictionary<string, int> _looksLeft = new(StringComparer.Ordinal);
    private long _version;
    private int _made;

    /// <summary>How often a new Deployment is looked at before it is healthy.</summary>
    public int LooksUntilHealthy { get; init; } = 2;

    /// <summary>How many of the next calls fail as if the server were out of reach.</summary>
    public int FailNext { get; set; }

    /// <summary>Sentence by which objects are refused; null to take them.</summary>
    public Func<KubernetesObject, string?> Refuses { get; set; } = _ => null;

    /// <summary>What was written, oldest first: <c>apply</c>, <c>create</c>, <c>replace</c>, <c>delete</c> with the key.</summary>
    public List<(string Verb, ResourceKey Key)> Writes { get; } = [];

    /// <summary>How many dry runs were asked.</summary>
    public int DryRuns { get; private set; }

    /// <summary>All objects.</summary>
    public IEnumerable<KubernetesObject> All => _objects.Values.Select(o => new KubernetesObject((MapNode)o.Clone()));

    /// <summary>The kinds it serves.</summary>
    public ApiCatalog Catalog { get; } = new(
        "v1.30.0",
        [
            new ApiResource("", "v1", "Namespace", "namespaces", false, Every), new ApiResource("", "v1", "ConfigMap", "configmaps", true, Every),
            new ApiResource("", "v1", "Secret", "secrets", true, Every), new ApiResource("", "v1", "Service", "services", true, Every),
            new ApiResource("apps", "v1", "Deployment", "deployments", true, Every),
        ],
        new Dictionary<string, string> { [""] = "v1", ["apps"] = "v1" });

    /// <inheritdoc/>
    public Task<string> Identify(CancellationToken token) => Reach(identity);

    /// <inheritdoc/>
    public Task<ApiCatalog> Discover(bool fresh, CancellationToken token) => Reach(Catalog);

    /// <inheritdoc/>
    public Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token)
    {
        Look();
        var key = new ResourceKey(resource.Group, resource.Kind, @namespace, name);
        if (!_objects.TryGetValue(key, out var found))
        {
            return Task.FromResult<KubernetesObject?>(null);
        }

        Progress(found);
        return Task.FromResult<KubernetesObject?>(new KubernetesObject((MapNode)found.Clone()));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KubernetesObject> ListMetadata(ApiResource resource, string @namespace, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var item in List(resource, @namespace, null, token))
        {
            item.Root.Remove("spec");
            item.Root.Remove("status");
            item.Root.Remove("data");
            yield return item;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KubernetesObject> List(
        ApiResource resource, string @namespace, string? labelSelector, [EnumeratorCancellation] CancellationToken token)
    {
        Look();
        await Task.CompletedTask;
        foreach (var (key, value) in _objects.ToList())
        {
            if (key.Group == resource.Group && key.Kind == resource.Kind && (@namespace.Length == 0 || key.Namespace == @namespace))
            {
                yield return new KubernetesObject((MapNode)value.Clone());
            }
        }
    }

    /// <inheritdoc/>
    public Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, CancellationToken token)
    {
        Look();
        Admit(resource, desired);
        var key = KeyOf(resource, desired);
        var before = _objects.GetValueOrDefault(key);
        var after = before is null ? New(desired) : (MapNode)before.Clone();
        if (before is not null)
        {
            Drop(after, OwnedFields(before), desired.Root);
            Merge(after, desired.Root);
        }

        Own(after, Fields(desired.Root));
        if (options.DryRun)
        {
            DryRuns++;
            return Task.FromResult(new KubernetesObject(after));
        }

        Writes.Add(("apply", key));
        if (before is null || !Node.DeepEquals(before, after))
        {
            Store(key, before, after);
        }

        return Task.FromResult(new KubernetesObject((MapNode)_objects[key].Clone()));
    }

    /// <inheritdoc/>
    public Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, CancellationToken token)
    {
        Look();
        Admit(resource, desired);
        var key = KeyOf(resource, desired);
        if (_objects.ContainsKey(key))
        {
            return Task.FromResult<KubernetesObject?>(null);
        }

        Writes.Add(("create", key));
        Store(key, null, New(desired));
        return Task.FromResult<KubernetesObject?>(new KubernetesObject((MapNode)_objects[key].Clone()));
    }

    /// <inheritdoc/>
    public Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, CancellationToken token)
    {
        Look();
        var key = KeyOf(resource, desired);
        if (!_objects.TryGetValue(key, out var before) || new KubernetesObject(before).ResourceVersion != desired.ResourceVersion)
        {
            return Task.FromResult<KubernetesObject?>(null);
        }

        Writes.Add(("replace", key));
        var after = (MapNode)desired.Root.Clone();
        ((MapNode)after["metadata"]!).Set("uid", ((MapNode)before["metadata"]!)["uid"]!);
        Store(key, before, after);
        return Task.FromResult<KubernetesObject?>(new KubernetesObject((MapNode)_objects[key].Clone()));
    }

    /// <inheritdoc/>
    public Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token)
    {
        Look();
        var key = new ResourceKey(resource.Group, resource.Kind, @namespace, name);
        if (!_objects.TryGetValue(key, out var found) || new KubernetesObject(found).Uid != uid)
        {
            return Task.FromResult(false);
        }

        Writes.Add(("delete", key));
        Remove(key);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task TakeOver(ApiResource resource, string @namespace, string name, IReadOnlySet<string> managers, CancellationToken token) => Reach(0);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Explain(KubernetesObject live, CancellationToken token) => Reach<IReadOnlyList<string>>([]);

    /// <summary>Somebody else changes an object; what they write is theirs from then on.</summary>
    public void Edit(ResourceKey key, Action<MapNode> change)
    {
        var before = _objects[key];
        var after = (MapNode)before.Clone();
        change(after);
        var owned = OwnedFields(before);
        Disown(owned, before, after);
        Own(after, owned);
        Store(key, before, after);
    }

    /// <summary>Somebody else deletes an object; everything in a namespace goes with it.</summary>
    public void Remove(ResourceKey key)
    {
        _objects.Remove(key);
        if (key.Kind == "Namespace")
        {
            foreach (var inside in _objects.Keys.Where(k => k.Namespace == key.Name).ToList())
            {
                _objects.Remove(inside);
            }
        }
    }

    private Task<T> Reach<T>(T answer)
    {
        Look();
        return Task.FromResult(answer);
    }

    private void Look()
    {
        if (FailNext > 0)
        {
            FailNext--;
            throw new ClusterException(ClusterFailure.Unavailable, "the API server does not answer");
        }
    }

    private void Admit(ApiResource resource, KubernetesObject desired)
    {
        var key = KeyOf(resource, desired);
        if (resource.IsNamespaced && !_objects.ContainsKey(new ResourceKey("", "Namespace", "", key.Namespace)))
        {
            throw new ClusterException(ClusterFailure.NotFound, $"the namespace '{key.Namespace}' does not exist", key);
        }

        if (Refuses(desired) is { } refusal)
        {
            throw new ClusterException(ClusterFailure.Invalid, refusal, key);
        }
    }

    private MapNode New(KubernetesObject desired)
    {
        var made = (MapNode)desired.Root.Clone();
        var metadata = (MapNode)made["metadata"]!;
        metadata.Set("uid", ScalarNode.Of($"{identity}-{(++_made).ToString(CultureInfo.InvariantCulture)}"));
        metadata.Set("creationTimestamp", ScalarNode.Of($"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
        return made;
    }

    private void Store(ResourceKey key, MapNode? before, MapNode after)
    {
        var metadata = (MapNode)after["metadata"]!;
        metadata.Set("resourceVersion", ScalarNode.Of((++_version).ToString(CultureInfo.InvariantCulture)));
        if (key.Kind == "Deployment")
        {
            var generation = before is null ? 1 : new KubernetesObject(before).Generation ?? 1;
            if (before is not null && !Node.DeepEquals(before["spec"], after["spec"]))
            {
                generation++;
            }

            metadata.Set("generation", ScalarNode.Of(generation));
            if (before is null || !Node.DeepEquals(before["spec"], after["spec"]))
            {
                _looksLeft[new KubernetesObject(after).Uid!] = LooksUntilHealthy;
            }
        }

        _objects[key] = after;
    }

    /// <summary>A Deployment gets its replicas after it was looked at often enough.</summary>
    private void Progress(MapNode found)
    {
        var value = new KubernetesObject(found);
        if (value.Kind != "Deployment" || value.Uid is not { } uid || _looksLeft.GetValueOrDefault(uid) is var left && --left > 0 && (_looksLeft[uid] = left) > 0)
        {
            return;
        }

        _looksLeft[uid] = 0;
        var replicas = (found["spec"] as MapNode)?["replicas"] as ScalarNode ?? ScalarNode.Of(1L);
        var status = new MapNode();
        status.Set("observedGeneration", ScalarNode.Of(value.Generation ?? 1));
        status.Set("replicas", replicas);
        status.Set("updatedReplicas", replicas);
        status.Set("availableReplicas", replicas);
        status.Set("readyReplicas", replicas);
        found.Set("status", status);
    }

    private static ResourceKey KeyOf(ApiResource resource, KubernetesObject value) => new(resource.Group, resource.Kind, resource.IsNamespaced ? value.Namespace : "", value.Name);

    private static void Merge(MapNode into, MapNode from)
    {
        foreach (var entry in from)
        {
            if (entry.Value is MapNode below && into[entry.Key] is MapNode deeper)
            {
                Merge(deeper, below);
            }
            else
            {
                into.Set(entry.Key, entry.Value.Clone());
            }
        }
    }

    /// <summary>Takes out what we owned and no longer want.</summary>
    private static void Drop(MapNode from, MapNode owned, MapNode wanted)
    {
        foreach (var entry in owned.ToList())
        {
            var name = entry.Key[2..];
            if (!wanted.TryGet(name, out var keep))
            {
                from.Remove(name);
            }
            else if (entry.Value is MapNode { Count: > 0 } below && from[name] is MapNode deeper && keep is MapNode keepBelow)
            {
                Drop(deeper, below, keepBelow);
            }
        }
    }

    private static MapNode Fields(MapNode value, int depth = 0)
    {
        var fields = new MapNode();
        foreach (var entry in value)
        {
            if ((depth == 0 && entry.Key is "apiVersion" or "kind") || (depth == 1 && entry.Key is "name" or "namespace" && value.Has("name")))
            {
                continue;
            }

            fields.Set($"f:{entry.Key}", entry.Value is MapNode { Count: > 0 } below ? Fields(below, depth == 0 && entry.Key == "metadata" ? 1 : 2) : new MapNode());
        }

        if (fields["f:metadata"] is MapNode { Count: 0 })
        {
            fields.Remove("f:metadata");
        }

        return fields;
    }

    private static MapNode OwnedFields(MapNode value) =>
        ((value["metadata"] as MapNode)?["managedFields"] as ListNode)?.OfType<MapNode>().FirstOrDefault()?["fieldsV1"] as MapNode is { } owned ? (MapNode)owned.Clone() : new MapNode();

    private static void Own(MapNode value, MapNode fields)
    {
        var entry = new MapNode();
        entry.Set("manager", ScalarNode.Of("plumbline"));
        entry.Set("operation", ScalarNode.Of("Apply"));
        entry.Set("apiVersion", value["apiVersion"]!);
        entry.Set("fieldsV1", fields);
        ((MapNode)value["metadata"]!).Set("managedFields", new ListNode([entry]));
    }

    private static void Disown(MapNode owned, MapNode before, MapNode after)
    {
        foreach (var entry in owned.ToList())
        {
            var name = entry.Key[2..];
            if (entry.Value is MapNode { Count: > 0 } below && before[name] is MapNode old && after[name] is MapNode now)
            {
                Disown(below, old, now);
            }
            else if (!Node.DeepEquals(before[name], after[name]))
            {
                owned.Remove(entry.Key);
            }
        }
    }
}
