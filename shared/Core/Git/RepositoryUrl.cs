using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Plumbline.Core.Git;

/// <summary>
/// A git URL that passed the grammar: <c>https://host[:port]/path</c>, or <c>http</c> and <c>ssh</c> where the operator allowed that scheme.
/// No user information, no query, no option injection; never rewritten by a URL library (threats T-GIT-1, T-WH-10).
/// </summary>
public sealed record RepositoryUrl
{
    private const int Longest = 2048;

    private RepositoryUrl(string scheme, string host, int port, string path)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
        Path = path;
    }

    /// <summary><c>https</c>, <c>http</c> or <c>ssh</c>.</summary>
    public string Scheme { get; }

    /// <summary>Host name or address, lower case; IPv6 in brackets.</summary>
    public string Host { get; }

    /// <summary>Port, the scheme's own where none was written.</summary>
    public int Port { get; }

    /// <summary>Path with its leading slash, as written, without a trailing slash.</summary>
    public string Path { get; }

    /// <summary>Scheme, host and port: what credentials are bound to.</summary>
    public string Origin => $"{Scheme}://{Host}:{Port}";

    /// <summary>Identity for comparing: lower case, without <c>.git</c>. Two URLs with one key are one repository (PROJ-1).</summary>
    public string Key => $"{Host}{(Port == DefaultPort(Scheme) ? "" : $":{Port}")}{(Path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? Path[..^4] : Path)}".ToLowerInvariant();

    /// <summary>Parses <paramref name="text"/>; the reason for a refusal is a sentence without the text.</summary>
    /// <param name="allowedSchemes">Schemes the operator allows; <c>https</c> always is.</param>
    public static bool TryParse(
        string text, IReadOnlySet<string> allowedSchemes, [NotNullWhen(true)] out RepositoryUrl? url, [NotNullWhen(false)] out string? reason)
    {
        url = null;
        reason = text.Length is 0 or > Longest ? $"a repository URL has 1 to {Longest} characters"
            : text.Any(c => c is <= ' ' or > '~' or '\\' or '"' or '\'' or '<' or '>' or '`') ? "a repository URL has only printable ASCII characters, without quotes and backslashes"
            : null;
        if (reason is not null)
        {
            return false;
        }

        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end > 0 ? text[..end].ToLowerInvariant() : "";
        if (scheme != "https" && !(scheme is "http" or "ssh" && allowedSchemes.Contains(scheme)))
        {
            reason = scheme is "http" or "ssh" ? $"the scheme {scheme} is not allowed here; use https, or have the operator allow it" : "a repository URL starts with https://";
            return false;
        }

        var rest = text[(end + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : rest[slash..].TrimEnd('/');
        reason = CheckPath(path);
        if (reason is null && TrySplitAuthority(slash < 0 ? rest : rest[..slash], scheme, out var host, out var port, out reason))
        {
            url = new RepositoryUrl(scheme, host, port, path);
        }

        return url is not null;
    }

    /// <summary>Parses a URL that is known to be good, with every scheme allowed.</summary>
    /// <exception cref="ArgumentException">It is not good.</exception>
    public static RepositoryUrl Parse(string text) =>
        TryParse(text, new HashSet<string> { "http", "ssh" }, out var url, out var reason) ? url : throw new ArgumentException(reason, nameof(text));

    /// <summary>The URL as git is given it.</summary>
    public override string ToString() => $"{Scheme}://{Host}{(Port == DefaultPort(Scheme) ? "" : $":{Port}")}{Path}";

    private static int DefaultPort(string scheme) => scheme switch { "https" => 443, "http" => 80, _ => 22 };

    private static bool TrySplitAuthority(string authority, string scheme, out string host, out int port, [NotNullWhen(false)] out string? reason)
    {
        host = authority.ToLowerInvariant();
        port = DefaultPort(scheme);
        if (scheme == "ssh" && host.StartsWith("git@", StringComparison.Ordinal))
        {
            host = host[4..];
        }

        if (host.Contains('@'))
        {
            reason = "a repository URL holds no user name or password; bind a credential to its host instead";
            return false;
        }

        var colon = host.LastIndexOf(':');
        if (colon > host.LastIndexOf(']'))
        {
            if (!int.TryParse(host[(colon + 1)..], System.Globalization.NumberStyles.None, null, out port) || port is < 1 or > 65535)
            {
                reason = "the port is not a number from 1 to 65535";
                return false;
            }

            host = host[..colon];
        }

        reason = IsHost(host) ? null : "the host is not a valid name or address";
        return reason is null;
    }

    private static bool IsHost(string host)
    {
        if (host.StartsWith('['))
        {
            return host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out _) && !host.Contains('%');
        }

        var labels = host.Split('.');
        return host.Length is > 0 and <= 253 && labels.All(label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) &&
            (!IsNumber(labels[^1]) || IsDottedQuad(labels));
    }

    // A name that ends in a number is read as an address by resolvers, in spellings (0x7f.1, 2130706433, 017700000001) that hide which one.
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label.Skip(2).All(char.IsAsciiHexDigit));

    private static bool IsDottedQuad(string[] labels) =>
        labels.Length == 4 && labels.All(l => byte.TryParse(l, System.Globalization.NumberStyles.None, null, out _) && (l.Length == 1 || l[0] != '0'));

    private static string? CheckPath(string path)
    {
        if (path.Length < 2)
        {
            return "a repository URL names a path after its host";
        }

        foreach (var segment in path[1..].Split('/'))
        {
            if (segment.Length == 0 || segment is "." or ".." || segment[0] == '-' || segment.Contains("::", StringComparison.Ordinal) ||
                !segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '+' or '@' or '%' or ':' or ',' or '=' or '$' or '!'))
            {
                return "the path of a repository URL has an empty, relative or malformed part";
            }

            if (segment.Contains("%2e", StringComparison.OrdinalIgnoreCase) || segment.Contains("%2f", StringComparison.OrdinalIgnoreCase) || segment.Contains("%00", StringComparison.Ordinal))
            {
                return "the path of a repository URL hides a dot, slash or NUL behind an escape";
            }
        }

        return null;
    }
}
