using System.Runtime.CompilerServices;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>
/// A cluster in memory: field ownership of server-side apply, generations, resource versions, namespaces, finalizers, owners. Deterministic: ids and
/// versions are counted, time is given. The same suite runs on it and on a real control plane. Starts empty, without even the namespace <c>default</c>.
/// Not thread-safe.
/// </summary>
public sealed class FakeCluster(TimeProvider clock, string identity = "cluster-1") : ICluster
{
    private readonly FakeStore _store = new(identity, clock);
    private readonly Dictionary<string, (Node? Spec, int Left)> _looks = new(StringComparer.Ordinal);
    private readonly List<FakeCall> _calls = [];

    /// <summary>What it serves.</summary>
    public ApiCatalog Catalog { get; set; } = FakeCatalog.Default;

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<FakeCall> Calls => _calls;

    /// <summary>Asked before each call; what it gives is thrown and nothing happens. Default: no trouble.</summary>
    public Func<FakeCall, ClusterException?> Fault { get; set; } = _ => null;

    /// <summary>Asked after each call took effect; what it gives is thrown: an answer that got lost. Default: no trouble.</summary>
    public Func<FakeCall, ClusterException?> LostAnswer { get; set; } = _ => null;

    /// <summary>The lines of <see cref="Explain"/>. Default: none.</summary>
    public Func<KubernetesObject, IReadOnlyList<string>> Explainer { get; set; } = _ => [];

    /// <summary>How often <see cref="Get"/> looks at a workload after each change of its spec before it is healthy. Default 2.</summary>
    public int LooksUntilHealthy { get; init; } = 2;

    /// <summary>How many of the next calls fail as if the server were out of reach.</summary>
    public int FailNext { get; set; }

    /// <summary>Sentence by which objects are refused; null to take them.</summary>
    public Func<KubernetesObject, string?> Refuses { get; set; } = _ => null;

    /// <summary>What was written, oldest first: <c>apply</c>, <c>create</c>, <c>replace</c>, <c>delete</c> with the key.</summary>
    public List<(string Verb, ResourceKey Key)> Writes { get; } = [];

    /// <summary>How many dry runs were asked.</summary>
    public int DryRuns { get; private set; }

    /// <summary>All objects, by key; copies.</summary>
    public IEnumerable<KubernetesObject> All => _store.All.Select(o => o.Clone());

    /// <summary>Somebody else changes an object; what they write is theirs from then on.</summary>
    public void Edit(ResourceKey key, Action<MapNode> change) => _store.Edit(key, change);

    /// <summary>Writes as somebody else would: an apply of <paramref name="manager"/>.</summary>
    public KubernetesObject WriteAs(string manager, KubernetesObject desired) => _store.Apply(desired, manager, force: true, dryRun: false).Clone();

    /// <summary>Removes an object as somebody else would, finalizers or not.</summary>
    public void Remove(ResourceKey key) => _store.Drop(key);

    /// <summary>
    /// Lets the controllers work: asks for each object, in order of keys, what its status is now; null leaves it. Without a function
    /// everything becomes healthy at once.
    /// </summary>
    public void Settle(Func<KubernetesObject, MapNode?>? status = null)
    {
        foreach (var live in _store.All.ToList())
        {
            if ((status ?? FakeStatus.Healthy)(live) is { } next)
            {
                _store.SetStatus(live, next);
            }
        }
    }

    /// <summary>Who makes the call that is being made; null for ourselves.</summary>
    internal AsyncLocal<ServiceAccount?> Caller { get; } = new();

    /// <inheritdoc/>
    public ICluster As(ServiceAccount account) => new ImpersonatingFake(this, account);

    /// <inheritdoc/>
    public Task<string> Identify(CancellationToken token) => Do("Identify", default, false, () => identity, token);

    /// <inheritdoc/>
    public Task<ApiCatalog> Discover(bool fresh, CancellationToken token) => Do("Discover", default, false, () => Catalog, token);

    /// <inheritdoc/>
    public Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token)
    {
        var key = Key(resource, @namespace, name);
        return Do("Get", key, false, () => Looked(_store.Find(Served(resource, key)))?.Clone(), token);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KubernetesObject> ListMetadata(ApiResource resource, string @namespace, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var live in await Listed("ListMetadata", resource, @namespace, null, token))
        {
            foreach (var key in live.Root.Select(e => e.Key).Where(k => k is not ("apiVersion" or "kind" or "metadata")).ToList())
            {
                live.Root.Remove(key);
            }

            yield return live;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KubernetesObject> List(
        ApiResource resource, string @namespace, string? labelSelector, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var live in await Listed("List", resource, @namespace, labelSelector, token))
        {
            yield return live;
        }
    }

    /// <inheritdoc/>
    public Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, CancellationToken token)
    {
        var key = Key(resource, desired.Namespace, desired.Name);
        return Do("Apply", key, options.DryRun, () => _store.Apply(Checked(resource, key, desired), FakeStore.Plumbline, options.Force, options.DryRun).Clone(), token);
    }

    /// <inheritdoc/>
    public Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, CancellationToken token)
    {
        var key = Key(resource, desired.Namespace, desired.Name);
        return Do("Create", key, false, () => Bare(_store.Create(Checked(resource, key, desired))), token);
    }

    /// <inheritdoc/>
    public Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, CancellationToken token)
    {
        var key = Key(resource, desired.Namespace, desired.Name);
        return Do("Replace", key, false, () => desired.ResourceVersion is { Length: > 0 }
            ? Bare(_store.Replace(Checked(resource, key, desired)))
            : throw new ClusterException(ClusterFailure.Invalid, $"{key}: without a resourceVersion it is not written over what is there.", key), token);
    }

    /// <inheritdoc/>
    public Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token)
    {
        var key = Key(resource, @namespace, name);
        return Do("Delete", key, false, () => _store.Delete(Served(resource, key), uid, propagation), token);
    }

    /// <inheritdoc/>
    public Task TakeOver(ApiResource resource, string @namespace, string name, IReadOnlySet<string> managers, CancellationToken token)
    {
        var key = Key(resource, @namespace, name);
        return Do("TakeOver", key, false, () => _store.TakeOver(Served(resource, key), managers), token);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Explain(KubernetesObject live, CancellationToken token) => Do("Explain", live.Key, false, () => Explainer(live), token);

    private Task<IReadOnlyList<KubernetesObject>> Listed(string verb, ApiResource resource, string @namespace, string? selector, CancellationToken token)
    {
        var key = new ResourceKey(resource.Group, resource.Kind, @namespace, "");
        return Do<IReadOnlyList<KubernetesObject>>(verb, key, false, () =>
        {
            Served(resource, key);
            return [.. _store.All
                .Where(o => o.Group == resource.Group && o.Kind == resource.Kind && (@namespace.Length == 0 || o.Namespace == @namespace) && Selected(o, selector))
                .Select(o => Bare(o)!)];
        }, token);
    }

    private static bool Selected(KubernetesObject live, string? selector) =>
        selector is null || selector.Split(',').All(term => term.Split('=', 2) is [var key, var value] ? live.Label(key) == value : live.Label(term) is not null);

    private Task<T> Do<T>(string verb, ResourceKey key, bool dryRun, Func<T> effect, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var call = new FakeCall(verb, key, dryRun) { By = Caller.Value };
        _calls.Add(call);
        if (FailNext > 0)
        {
            FailNext--;
            return Task.FromException<T>(new ClusterException(ClusterFailure.Unavailable, "the API server does not answer"));
        }

        if (Fault(call) is { } fault)
        {
            return Task.FromException<T>(fault);
        }

        try
        {
            var result = effect();
            Note(call, result);
            return LostAnswer(call) is { } lost ? Task.FromException<T>(lost) : Task.FromResult(result);
        }
        catch (ClusterException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Note(FakeCall call, object? result)
    {
        if (call.IsDryRun)
        {
            DryRuns++;
        }
        else if (call.Verb is "Apply" or "Create" or "Replace" or "Delete" && result is not (null or false))
        {
            Writes.Add((call.Verb.ToLowerInvariant(), call.Key));
        }
    }

    private KubernetesObject? Looked(KubernetesObject? live)
    {
        if (live?.Uid is not { } uid || FakeStatus.Healthy(live) is not { } status)
        {
            return live;
        }

        var spec = live.Root["spec"];
        var left = (_looks.TryGetValue(uid, out var known) && Node.DeepEquals(known.Spec, spec) ? known.Left : LooksUntilHealthy) - 1;
        _looks[uid] = (spec, Math.Max(left, 0));
        if (left > 0)
        {
            return live;
        }

        _store.SetStatus(live, status);
        return _store.Find(live.Key);
    }

    private static ResourceKey Key(ApiResource resource, string @namespace, string name)
    {
        var key = new ResourceKey(resource.Group, resource.Kind, resource.IsNamespaced ? @namespace : "", name);
        foreach (var part in (ReadOnlySpan<string>)[name, @namespace])
        {
            if (part is "." or ".." || part.AsSpan().IndexOfAny("/%?# ") >= 0)
            {
                throw new ClusterException(ClusterFailure.Invalid, $"'{part}' cannot be a name.", key);
            }
        }

        return key;
    }

    private ResourceKey Served(ApiResource resource, ResourceKey key) => Catalog.Find(resource.Group, resource.Version, resource.Kind) is not null
        ? key
        : throw new ClusterException(ClusterFailure.NotFound, $"{key}: the server could not find the requested resource", key);

    private KubernetesObject Checked(ApiResource resource, ResourceKey key, KubernetesObject desired)
    {
        Served(resource, key);
        if (key.Name.Length == 0 || (resource.IsNamespaced && key.Namespace.Length == 0))
        {
            throw new ClusterException(ClusterFailure.Invalid, $"{key}: a name and, for this kind, a namespace are needed.", key);
        }

        if (resource.IsNamespaced && _store.Find(new ResourceKey("", "Namespace", "", key.Namespace)) is null)
        {
            throw new ClusterException(ClusterFailure.NotFound, $"{key}: namespaces \"{key.Namespace}\" not found", key);
        }

        return Refuses(desired) is { } refusal ? throw new ClusterException(ClusterFailure.Invalid, refusal, key) : FakeValidation.Check(desired);
    }

    private static KubernetesObject? Bare(KubernetesObject? live)
    {
        var copy = live?.Clone();
        copy?.Metadata?.Remove("managedFields");
        return copy;
    }
}
