namespace Plumbline.Core.Control;

/// <summary>Where a repository is: what credentials are bound to (threat T-GIT-10).</summary>
/// <param name="Origin">Scheme, host and port, lower case; the scheme of registries is <c>oci</c>.</param>
/// <param name="Path">Path with a slash before each part, lower case, without <c>.git</c>; empty for the root.</param>
public sealed record RepositoryPlace(string Origin, string Path)
{
    /// <summary>Reads a URL; null when it is none, holds a user name, or is of another scheme than https, http and oci. Without a scheme it is a registry.</summary>
    public static RepositoryPlace? Of(string url)
    {
        var text = url.Contains("://", StringComparison.Ordinal) ? url : $"oci://{url}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.UserInfo.Length > 0 || parsed.Scheme is not ("https" or "http" or "oci"))
        {
            return null;
        }

        var path = parsed.AbsolutePath.TrimEnd('/').ToLowerInvariant();
        return new RepositoryPlace(
            $"{parsed.Scheme}://{parsed.Authority.ToLowerInvariant()}", path.EndsWith(".git", StringComparison.Ordinal) ? path[..^".git".Length] : path);
    }

    /// <summary>Whether the other place is this one or lies below it, by whole parts of the path.</summary>
    public bool Holds(RepositoryPlace other) =>
        Origin == other.Origin && other.Path.StartsWith(Path, StringComparison.Ordinal) && (other.Path.Length == Path.Length || other.Path[Path.Length] == '/');
}
