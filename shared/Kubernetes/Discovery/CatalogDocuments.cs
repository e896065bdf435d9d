using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Discovery;

/// <summary>A version of a group, in the order of the server's preference.</summary>
internal sealed record GroupVersion(string Group, string Version);

/// <summary>Reads the documents of discovery, new and old. Pure.</summary>
internal static class CatalogDocuments
{
    /// <summary>What is asked for: everything in one document where the server can, else its list of groups.</summary>
    public const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    /// <summary>Whether the document holds everything.</summary>
    public static bool IsAggregated(MapNode document) => document.Text("kind") == "APIGroupDiscoveryList";

    /// <summary>The kinds of an aggregated document; versions that the server could not ask for just now (<c>Stale</c>) hold what it last knew.</summary>
    public static IEnumerable<(GroupVersion Version, IReadOnlyList<ApiResource> Resources, bool IsStale)> Aggregated(MapNode document)
    {
        foreach (var group in document.Maps("items"))
        {
            var name = group.Map("metadata").Text("name");
            foreach (var version in group.Maps("versions"))
            {
                var at = new GroupVersion(name, version.Text("version"));
                var resources = version.Maps("resources").Select(r => new ApiResource(
                    Or(r.Map("responseKind").Text("group"), name), Or(r.Map("responseKind").Text("version"), at.Version), r.Map("responseKind").Text("kind"),
                    r.Text("resource"), r.Text("scope") == "Namespaced", Verbs(r)));
                yield return (at, [.. resources.Where(r => r.Kind.Length > 0 && r.Group == name && r.Version == at.Version)], version.Text("freshness") == "Stale");
            }
        }
    }

    /// <summary>The versions in a list of groups (<c>/apis</c>), the preferred one of each group first.</summary>
    public static IEnumerable<GroupVersion> Groups(MapNode document)
    {
        foreach (var group in document.Maps("groups"))
        {
            var preferred = group.Map("preferredVersion").Text("version");
            foreach (var version in group.Maps("versions").Select(v => v.Text("version")).OrderBy(v => v == preferred ? 0 : 1))
            {
                yield return new GroupVersion(group.Text("name"), version);
            }
        }
    }

    /// <summary>The versions of the core group (<c>/api</c>).</summary>
    public static IEnumerable<GroupVersion> CoreVersions(MapNode document) =>
        (document.List("versions")?.AsEnumerable() ?? []).OfType<ScalarNode>().Select(v => new GroupVersion("", v.StringValue ?? ""));

    /// <summary>The kinds of one version (<c>/apis/GROUP/VERSION</c>), without subresources.</summary>
    public static IReadOnlyList<ApiResource> Resources(GroupVersion at, MapNode document) =>
        [.. document.Maps("resources")
            .Where(r => !r.Text("name").Contains('/', StringComparison.Ordinal))
            .Select(r => new ApiResource(at.Group, at.Version, r.Text("kind"), r.Text("name"), r.Flag("namespaced"), Verbs(r)))];

    private static HashSet<string> Verbs(MapNode resource) =>
        (resource.List("verbs")?.AsEnumerable() ?? []).OfType<ScalarNode>().Select(v => v.StringValue ?? "").ToHashSet(StringComparer.Ordinal);

    private static string Or(string value, string other) => value.Length > 0 ? value : other;
}
