namespace Plumbline.Rendering.Sources;

/// <summary>A remote base's address taken apart as kustomize does (threat T-KUS-2).</summary>
/// <param name="Repository">URL of the repository.</param>
/// <param name="Path">Folder in it; empty for the root.</param>
/// <param name="Revision">Branch, tag or commit; empty for <c>HEAD</c>.</param>
internal sealed record RemoteBaseUrl(string Repository, string Path, string Revision)
{
    private static readonly (string Short, string Long)[] Shorthands =
    [
        ("gh:", "https://github.com/"), ("github.com/", "https://github.com/"), ("github.com:", "https://github.com/"), ("git@github.com:", "https://github.com/"),
    ];

    /// <summary>Reads an address; null when it is none of a repository over https (or http, which the caller may allow for an origin).</summary>
    public static RemoteBaseUrl? Parse(string url)
    {
        var text = url.StartsWith("git::", StringComparison.Ordinal) ? url["git::".Length..] : url;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var revision = question < 0 ? "" : Revised(text[(question + 1)..]);
        text = question < 0 ? text : text[..question];
        foreach (var (abbreviation, full) in Shorthands)
        {
            if (text.StartsWith(abbreviation, StringComparison.OrdinalIgnoreCase))
            {
                text = full + text[abbreviation.Length..];
                break;
            }
        }

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || text[..scheme].ToLowerInvariant() is not ("https" or "http"))
        {
            return null;
        }

        var slash = text.IndexOf('/', scheme + 3);
        if (slash < 0)
        {
            return null;
        }

        var (repository, path) = Split(text[(slash + 1)..]);
        return repository.Length == 0 ? null : new RemoteBaseUrl($"{text[..slash].ToLowerInvariant()}/{repository}", path.Trim('/'), revision);
    }

    // Azure DevOps' marker, ".git", a double slash, or the first two parts: in this order.
    private static (string Repository, string Path) Split(string rest)
    {
        if (rest.IndexOf("_git/", StringComparison.Ordinal) is var marker and >= 0)
        {
            var end = rest.IndexOf('/', marker + "_git/".Length);
            return end < 0 ? (rest, "") : (rest[..end], rest[(end + 1)..]);
        }

        if (rest.IndexOf(".git", StringComparison.Ordinal) is var git and >= 0 && (rest.Length == git + 4 || rest[git + 4] == '/'))
        {
            return (rest[..(git + 4)], rest[(git + 4)..]);
        }

        if (rest.IndexOf("//", StringComparison.Ordinal) is var twice and >= 0)
        {
            return (rest[..twice], rest[(twice + 2)..]);
        }

        var parts = rest.TrimEnd('/').Split('/');
        return parts.Length < 2 ? ("", "") : (string.Join('/', parts[..2]), string.Join('/', parts[2..]));
    }

    // A timeout and submodules may be written as well; both are ours to decide.
    private static string Revised(string query)
    {
        var revision = "";
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (pair, "") : (pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
            revision = key == "ref" || (key == "version" && revision.Length == 0) ? value : revision;
        }

        return revision;
    }
}
