using Plumbline.Core.Kubernetes;

namespace Plumbline.Kubernetes.Apply;

/// <summary>
/// Builds API paths. Every segment is checked by Kubernetes' own rule for path segments and escaped, so that no name can leave its place (T-PRJ-3).
/// </summary>
internal static class ObjectPath
{
    /// <summary>Path of all objects of a kind; an empty <paramref name="namespace"/> means all namespaces.</summary>
    public static string OfKind(ApiResource resource, string @namespace) =>
        $"{OfVersion(resource.Group, resource.Version)}/{InNamespace(resource, @namespace)}{Segment(resource.Plural, "kind")}";

    /// <summary>Path of one object.</summary>
    /// <exception cref="ClusterException">A name, or the lack of a namespace, does not fit the kind.</exception>
    public static string OfObject(ApiResource resource, string @namespace, string name)
    {
        if (resource.IsNamespaced && @namespace.Length == 0)
        {
            throw new ClusterException(ClusterFailure.Invalid, $"{resource.Kind} {name} needs a namespace.", new ResourceKey(resource.Group, resource.Kind, "", name));
        }

        return $"{OfKind(resource, @namespace)}/{Segment(name, "name")}";
    }

    /// <summary>Path of a version of a group: <c>/api/v1</c>, <c>/apis/apps/v1</c>.</summary>
    public static string OfVersion(string group, string version) =>
        group.Length == 0 ? $"/api/{Segment(version, "version")}" : $"/apis/{Segment(group, "group")}/{Segment(version, "version")}";

    private static string InNamespace(ApiResource resource, string @namespace) =>
        resource.IsNamespaced && @namespace.Length > 0 ? $"namespaces/{Segment(@namespace, "namespace")}/" : "";

    private static string Segment(string value, string what) =>
        value.Length is > 0 and <= 253 && value is not ("." or "..") && !value.Any(c => c is '/' or '%' or '?' or '#' or '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
            ? Uri.EscapeDataString(value)
            : throw new ClusterException(ClusterFailure.Invalid, $"'{Shown(value)}' cannot be a {what}: it must not be empty, '.', '..' or hold '/', '%', '?', '#' or blanks.");

    private static string Shown(string value) => new(value.Take(100).Select(c => char.IsControl(c) ? '?' : c).ToArray());
}
