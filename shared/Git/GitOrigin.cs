using System.Diagnostics.CodeAnalysis;
using Plumbline.Core.Git;

namespace Plumbline.Git;

/// <summary>Origins as the operator writes them.</summary>
internal static class GitOrigin
{
    /// <summary>The origin as <see cref="RepositoryUrl.Origin"/> writes it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? origin)
    {
        var bare = text.TrimEnd('/');

        // The grammar of repository URLs reads origins too, once a path is there; then that path must be the only one.
        origin = RepositoryUrl.TryParse(bare + "/x", new HashSet<string> { "http", "ssh" }, out var url, out _) && url.Path == "/x" ? url.Origin : null;
        return origin is not null;
    }
}
