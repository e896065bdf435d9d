namespace Plumbline.Core.Projects;

/// <summary>Patterns of source repositories (PROJ-1): compared in lower case, without <c>.git</c>, the <c>host:path</c> form of ssh as <c>ssh://host/path</c>.</summary>
internal static class RepositoryPatterns
{
    public static bool Matches(string pattern, string normalizedUrl)
    {
        // A lone star means every repository; inside a pattern it stops at the next slash.
        return pattern == "*" || Glob.IsMatch(Normalize(pattern), normalizedUrl, '/');
    }

    public static string Normalize(string url)
    {
        var text = url.Trim().ToLowerInvariant();
        text = text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 && text.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && text.IndexOf(':', at) > at)
        {
            text = $"ssh://{text}";
            scheme = 3;
        }

        if (text.StartsWith("ssh://", StringComparison.Ordinal))
        {
            text = FoldPath(text);
        }

        return text;
    }

    // ssh://git@host:org/repo is the scp form with a scheme before it; a number after the colon is a port and stays.
    private static string FoldPath(string text)
    {
        var rest = text["ssh://".Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var colon = authority.LastIndexOf(':');
        var isPort = colon >= 0 && slash > 0 && authority[(colon + 1)..] is { Length: > 0 } port && port.All(char.IsAsciiDigit);
        return colon < 0 || isPort ? text : $"ssh://{authority[..colon]}/{rest[(colon + 1)..]}";
    }
}
