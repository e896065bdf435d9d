using Plumbline.Core.Charts;

namespace Plumbline.Helm.Oci;

/// <summary>Registry and repository of a chart.</summary>
/// <param name="Origin"><c>https://host[:port]</c>.</param>
/// <param name="Repository">Path below <c>/v2/</c>.</param>
internal sealed record OciReference(string Origin, string Repository)
{
    /// <summary>Whether a repository URL means a registry: <c>oci://</c>, or the old form without a scheme (SRC-9).</summary>
    public static bool IsOci(string url) => url.StartsWith("oci://", StringComparison.Ordinal) || !url.Contains("://", StringComparison.Ordinal);

    /// <summary>Reads registry and repository out of a reference.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="isPlain">Whether an origin may be spoken to over http.</param>
    /// <exception cref="ChartRepositoryException">A part is malformed.</exception>
    public static OciReference Of(ChartReference reference, Func<string, bool> isPlain)
    {
        var url = reference.RepositoryUrl.StartsWith("oci://", StringComparison.Ordinal) ? reference.RepositoryUrl["oci://".Length..] : reference.RepositoryUrl;
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? url : url[..slash];
        var path = slash < 0 ? "" : url[(slash + 1)..].Trim('/');
        var repository = string.Join('/', new[] { path, reference.Chart }.Where(p => p.Length > 0));
        if (!IsHost(host) || repository.Length is 0 or > 255 || !repository.Split('/').All(IsName))
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, "The chart's registry or name is malformed.");
        }

        host = host == "docker.io" ? "registry-1.docker.io" : host;
        return new OciReference($"{(isPlain($"http://{host}") ? "http" : "https")}://{host}", repository);
    }

    private static bool IsHost(string host) => host.Length is > 0 and <= 255 && char.IsAsciiLetterOrDigit(host[0]) &&
        host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':') && host.Count(c => c == ':') <= 1;

    // The distribution specification's grammar of path components.
    private static bool IsName(string part) => part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1]) &&
        part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-') && !part.Contains("..", StringComparison.Ordinal);
}
