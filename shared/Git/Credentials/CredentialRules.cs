using System.Diagnostics.CodeAnalysis;
using Plumbline.Core.Git;

namespace Plumbline.Git.Credentials;

/// <summary>Which entry is for which repository (threat T-GIT-10): same scheme, host and port; whole path segments; the longest path wins.</summary>
internal static class CredentialRules
{
    /// <summary>The entry for <paramref name="url"/>; null when none is.</summary>
    public static GitCredentialEntry? Pick(IEnumerable<GitCredentialEntry> entries, RepositoryUrl url)
    {
        GitCredentialEntry? best = null;
        var length = -1;
        var segments = Segments(url.Path);
        foreach (var entry in entries)
        {
            if (TryParse(entry.Url, out var origin, out var prefix) && origin == url.Origin && prefix.Length > length && IsPrefix(prefix, segments))
            {
                (best, length) = (entry, prefix.Length);
            }
        }

        return best;
    }

    /// <summary>What is wrong with the entries, as sentences.</summary>
    public static IEnumerable<string> Validate(IReadOnlyList<GitCredentialEntry> entries)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!TryParse(entries[i].Url, out var origin, out var path))
            {
                yield return $"entry {i + 1} has no valid Url.";
            }
            else if (!seen.Add($"{origin}/{string.Join('/', path)}"))
            {
                yield return $"entry {i + 1} is for the same URL as an earlier one.";
            }

            if (!entries[i].Token.Contains(':', StringComparison.Ordinal))
            {
                yield return $"entry {i + 1} needs a reference such as env:NAME as Token, never the token itself.";
            }
        }
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out string? origin, out string[] path)
    {
        path = [];
        if (GitOrigin.TryParse(text, out origin))
        {
            return true;
        }

        if (!RepositoryUrl.TryParse(text, new HashSet<string> { "http", "ssh" }, out var url, out _))
        {
            return false;
        }

        origin = url.Origin;
        path = Segments(url.Path);
        return true;
    }

    private static string[] Segments(string path)
    {
        var plain = path.Trim('/').ToLowerInvariant();
        return (plain.EndsWith(".git", StringComparison.Ordinal) ? plain[..^4] : plain).Split('/');
    }

    private static bool IsPrefix(string[] prefix, string[] path) => prefix.Length <= path.Length && prefix.AsSpan().SequenceEqual(path.AsSpan(0, prefix.Length));
}
