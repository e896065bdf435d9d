using Plumbline.Helm.Oci;

namespace Plumbline.Helm.Credentials;

/// <summary>Where a chart repository is: what credentials are bound to (threat T-GIT-10).</summary>
/// <param name="Origin">Scheme, host and port; the scheme of registries is <c>oci</c>.</param>
/// <param name="Path">Path with a slash before each part; empty for the root.</param>
internal sealed record RepositoryPlace(string Origin, string Path)
{
    /// <summary>Reads a URL; null when it is none of a chart repository.</summary>
    public static RepositoryPlace? Of(string url)
    {
        var text = OciReference.IsOci(url) && !url.Contains("://", StringComparison.Ordinal) ? $"oci://{url}" : url;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.UserInfo.Length > 0 || parsed.Scheme is not ("https" or "http" or "oci"))
        {
            return null;
        }

        return new RepositoryPlace($"{parsed.Scheme}://{parsed.Authority.ToLowerInvariant()}", parsed.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>Whether the other place is this one or lies below it, by whole parts of the path.</summary>
    public bool Holds(RepositoryPlace other) =>
        Origin == other.Origin && other.Path.StartsWith(Path, StringComparison.Ordinal) && (other.Path.Length == Path.Length || other.Path[Path.Length] == '/');
}
