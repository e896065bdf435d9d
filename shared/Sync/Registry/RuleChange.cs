using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Json;

namespace Plumbline.Sync.Registry;

/// <summary>The projects and clusters that differ between two configurations: what was refused may be allowed now, and the other way round. Pure.</summary>
internal sealed class RuleChange
{
    private readonly HashSet<string> _projects;
    private readonly List<ClusterRegistration> _clusters;

    private RuleChange(IEnumerable<string> projects, IEnumerable<ClusterRegistration> clusters) =>
        (_projects, _clusters) = (projects.ToHashSet(StringComparer.Ordinal), [.. clusters]);

    /// <summary>What differs; nothing where nothing was registered before.</summary>
    public static RuleChange Between(ControlConfiguration? before, ControlConfiguration now) => before is null || ReferenceEquals(before, now)
        ? new RuleChange([], [])
        : new RuleChange(
            Differing(before.Projects, now.Projects, p => p.Name, p => JsonTree.ToText(p.Raw)).Select(p => p.Name),
            Differing(before.Clusters, now.Clusters, c => c.Name, TextOf));

    /// <summary>What of it concerns an application, for people; null when nothing does.</summary>
    public string? For(Application app) =>
        _projects.Contains(app.Project) ? $"project {app.Project} changed"
        : _clusters.Exists(c => c.IsMeantBy(app.Destination.Cluster)) ? $"cluster {app.Destination.Cluster} changed"
        : null;

    private static IEnumerable<T> Differing<T>(IReadOnlyList<T> before, IReadOnlyList<T> now, Func<T, string> name, Func<T, string> text)
    {
        var known = before.ToDictionary(name, text, StringComparer.Ordinal);
        var kept = now.Where(n => known.Remove(name(n), out var old) && old == text(n)).ToHashSet();
        return before.Where(b => known.ContainsKey(name(b))).Concat(now.Where(n => !kept.Contains(n)));
    }

    // Secrets are references here; what they refer to is nobody's business of this comparison.
    private static string TextOf(ClusterRegistration cluster) => string.Join(
        '\n', [cluster.Name, cluster.Server, cluster.Project, $"{cluster.ClusterResources}", $"{cluster.IsPaused}", $"{cluster.Identity}", cluster.CertificateAuthority, cluster.TlsServerName,
            cluster.ProxyUrl, .. cluster.Namespaces]);
}
