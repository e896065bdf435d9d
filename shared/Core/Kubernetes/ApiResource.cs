namespace Plumbline.Core.Kubernetes;

/// <summary>A kind as a cluster serves it.</summary>
/// <param name="Group">API group; empty for core.</param>
/// <param name="Version">Version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Name in URLs.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
/// <param name="Verbs">What it can do: <c>get list create patch delete …</c></param>
public sealed record ApiResource(string Group, string Version, string Kind, string Plural, bool IsNamespaced, IReadOnlySet<string> Verbs);

/// <summary>The kinds that a cluster serves.</summary>
/// <param name="ServerVersion">Such as <c>v1.32.3</c>.</param>
/// <param name="Resources">All versions of all kinds, without subresources.</param>
/// <param name="Preferred">The version the server prefers, by group.</param>
public sealed record ApiCatalog(string ServerVersion, IReadOnlyList<ApiResource> Resources, IReadOnlyDictionary<string, string> Preferred)
{
    /// <summary>Groups of which the cluster could not tell, or not tell for certain, what they serve: their own server is out of order. A kind of theirs that is not found may well be served.</summary>
    public IReadOnlySet<string> Unread { get; init; } = new HashSet<string>();

    private readonly Lazy<Dictionary<(string, string, string), ApiResource>> _byKind = new(
        () => Resources.DistinctBy(r => (r.Group, r.Version, r.Kind)).ToDictionary(r => (r.Group, r.Version, r.Kind)));

    /// <summary>Finds a kind in exactly this version; null when the cluster does not serve it.</summary>
    public ApiResource? Find(string group, string version, string kind) => _byKind.Value.GetValueOrDefault((group, version, kind));

    /// <summary>Finds a kind in the version the server prefers, else in any; null when the cluster does not serve it.</summary>
    public ApiResource? Find(string group, string kind) =>
        (Preferred.TryGetValue(group, out var version) ? Find(group, version, kind) : null) ??
        Resources.FirstOrDefault(r => r.Group == group && r.Kind == kind);

    /// <summary>Finds a kind as <see cref="Find(string, string)"/> does, but null only where it is certain that the cluster does not serve it.</summary>
    /// <exception cref="ClusterException">The group could not be asked just now.</exception>
    public ApiResource? FindForCertain(string group, string kind) => Find(group, kind) ?? Certain(group, kind);

    /// <summary>Finds a kind in exactly this version; null only where it is certain that the cluster does not serve it.</summary>
    /// <exception cref="ClusterException">The group could not be asked just now.</exception>
    public ApiResource? FindForCertain(string group, string version, string kind) => Find(group, version, kind) ?? Certain(group, kind);

    private ApiResource? Certain(string group, string kind) => Unread.Contains(group)
        ? throw new ClusterException(ClusterFailure.Unavailable, $"The cluster cannot tell just now whether it serves {kind} of {group}: the API server of that group is out of order.")
        : null;
}
