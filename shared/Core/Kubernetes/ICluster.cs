namespace Plumbline.Core.Kubernetes;

/// <summary>How objects are written.</summary>
/// <param name="DryRun">Ask the server what would happen; nothing is stored.</param>
/// <param name="Force">Take fields over from other managers. True for everything we own (design §2.8).</param>
public sealed record ApplyOptions(bool DryRun, bool Force);

/// <summary>How an object's dependents are treated when it is deleted.</summary>
public enum Propagation
{
    /// <summary>The object stays until its dependents are gone.</summary>
    Foreground,

    /// <summary>The object goes at once, dependents follow.</summary>
    Background,

    /// <summary>Dependents stay.</summary>
    Orphan,
}

/// <summary>
/// One cluster through one identity. Trouble is thrown as <see cref="ClusterException"/>. Objects come back without <c>managedFields</c>
/// unless said otherwise.
/// </summary>
public interface ICluster
{
    /// <summary>
    /// The same cluster as <paramref name="account"/>, which our identity impersonates in every call (PROJ-10, T-PRJ-7); only <see cref="Identify"/> still asks as
    /// ourselves, since it tells clusters apart and shows nothing of them. Whether the account exists, and may be impersonated, the calls say.
    /// </summary>
    ICluster As(ServiceAccount account);

    /// <summary>Identity of the cluster: the uid of its <c>kube-system</c> namespace (T-PRJ-8).</summary>
    Task<string> Identify(CancellationToken token);

    /// <summary>What the cluster serves; kept for some minutes unless <paramref name="fresh"/>.</summary>
    Task<ApiCatalog> Discover(bool fresh, CancellationToken token);

    /// <summary>Reads one object, with its <c>managedFields</c>; null where there is none.</summary>
    Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token);

    /// <summary>Reads metadata only of all objects of a kind, page by page; an empty <paramref name="namespace"/> means all namespaces.</summary>
    IAsyncEnumerable<KubernetesObject> ListMetadata(ApiResource resource, string @namespace, CancellationToken token);

    /// <summary>Reads all objects of a kind whole, page by page; an empty <paramref name="namespace"/> means all namespaces; null selector means all.</summary>
    IAsyncEnumerable<KubernetesObject> List(ApiResource resource, string @namespace, string? labelSelector, CancellationToken token);

    /// <summary>
    /// Server-side apply as field manager <c>plumbline</c>; gives the object as the server then has it (for a dry run: would have it), with <c>managedFields</c>.
    /// </summary>
    Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, CancellationToken token);

    /// <summary>Creates an object; null when the name is taken.</summary>
    Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, CancellationToken token);

    /// <summary>Writes an object whole, if its <c>resourceVersion</c> is still the one in <paramref name="desired"/>; null when it has changed or is gone.</summary>
    Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, CancellationToken token);

    /// <summary>Asks for deletion if the object still has <paramref name="uid"/>; false when it is gone or is another object by now.</summary>
    Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token);

    /// <summary>Moves the fields that <paramref name="managers"/> own (update or apply) to <c>plumbline</c>, when an object is adopted; nothing happens when none owns any.</summary>
    Task TakeOver(ApiResource resource, string @namespace, string name, IReadOnlySet<string> managers, CancellationToken token);

    /// <summary>The newest lines and events that explain an unhealthy object, for people; empty when there are none. Never secret values.</summary>
    Task<IReadOnlyList<string>> Explain(KubernetesObject live, CancellationToken token);
}

/// <summary>A service account of a cluster.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public sealed record ServiceAccount(string Namespace, string Name)
{
    /// <summary>Its name as a user: <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    public override string ToString() => $"system:serviceaccount:{Namespace}:{Name}";
}

/// <summary>Where an application goes: exactly one of the two is set (APP-1).</summary>
/// <param name="Server">API server's URL; null when the name says it.</param>
/// <param name="Name">Name of a registered cluster; null when the URL says it.</param>
public sealed record ClusterReference(string? Server, string? Name)
{
    /// <summary>What users wrote, for messages.</summary>
    public override string ToString() => Name ?? Server ?? "";
}

/// <summary>Clusters that are registered.</summary>
public interface IClusters
{
    /// <summary>Connects to a registered cluster; the connection is shared and kept.</summary>
    /// <exception cref="ClusterException">It is not registered, or its credentials cannot be had.</exception>
    Task<ICluster> Connect(ClusterReference reference, CancellationToken token);
}
