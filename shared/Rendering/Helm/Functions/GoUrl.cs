using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's net/url: taking URLs apart and putting them together.</summary>
internal sealed record GoUrl
{
    private const string Unreserved = "-_.~";

    public string Scheme { get; init; } = "";

    public string Opaque { get; init; } = "";

    public string? UserInfo { get; init; }

    public string Host { get; init; } = "";

    public string Path { get; init; } = "";

    public string? RawPath { get; init; }

    public string Query { get; init; } = "";

    public bool ForceQuery { get; init; }

    public string Fragment { get; init; } = "";

    /// <summary>Takes a URL apart.</summary>
    /// <exception cref="GoErrorException">It is malformed; the text is Sprig's around Go's.</exception>
    public static GoUrl Parse(string text)
    {
        GoErrorException Error(string why, string shown) => new($"unable to parse url: parse {GoStrconv.Quote(shown)}: {why}");
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var whole = hash < 0 ? text : text[..hash];
        if (text.Any(c => c is < ' ' or '\x7f'))
        {
            throw Error("net/url: invalid control character in URL", whole);
        }

        var fragment = hash < 0 ? "" : Unescape(text[(hash + 1)..], Part.Fragment, w => Error(w, text));
        if (whole == "*")
        {
            return new GoUrl { Path = "*", Fragment = fragment };
        }

        var (scheme, rest) = SplitScheme(whole, w => Error(w, whole));
        var forceQuery = rest.EndsWith('?') && rest.Count(c => c == '?') == 1;
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        var url = new GoUrl { Scheme = scheme.ToLowerInvariant(), Query = query, ForceQuery = forceQuery, Fragment = fragment };
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return url with { Opaque = rest };
            }

            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if ((slash < 0 ? rest : rest[..slash]).Contains(':'))
            {
                throw Error("first path segment in URL cannot contain colon", whole);
            }
        }

        if ((scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            var authority = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            var at = authority.LastIndexOf('@');
            url = url with
            {
                UserInfo = at < 0 ? null : User(authority[..at], w => Error(w, whole)),
                Host = ParseHost(authority[(at + 1)..], w => Error(w, whole)),
            };
        }

        var path = Unescape(rest, Part.Path, w => Error(w, whole));
        return url with { Path = path, RawPath = Escape(path, Part.Path) == rest ? null : rest };
    }

    /// <summary>The parts as Sprig gives them.</summary>
    public GoMap ToMap() => new()
    {
        ["scheme"] = Scheme,
        ["host"] = Host,
        ["hostname"] = HostName(),
        ["path"] = Path,
        ["query"] = Query,
        ["opaque"] = Opaque,
        ["fragment"] = Fragment,
        ["userinfo"] = UserInfo ?? "",
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme.Length > 0 ? Scheme + ":" : "");
        if (Opaque.Length > 0)
        {
            text.Append(Opaque);
        }
        else
        {
            if (Scheme.Length > 0 || Host.Length > 0 || UserInfo is not null)
            {
                text.Append(Host.Length > 0 || Path.Length > 0 || UserInfo is not null ? "//" : "");
                text.Append(UserInfo is null ? "" : UserInfo + "@").Append(Escape(Host, Part.Host));
            }

            var path = RawPath ?? (Path == "*" ? "*" : Escape(Path, Part.Path));
            text.Append(path.Length > 0 && path[0] != '/' && Host.Length > 0 ? "/" : "");
            if (text.Length == 0 && path.Split('/', 2)[0].Contains(':'))
            {
                text.Append("./");
            }

            text.Append(path);
        }

        text.Append(ForceQuery || Query.Length > 0 ? "?" + Query : "");
        return text.Append(Fragment.Length > 0 ? "#" + Escape(Fragment, Part.Fragment) : "").ToString();
    }

    private enum Part
    {
        Path,
        Host,
        User,
        Fragment,
    }

    private static (string Scheme, string After) SplitScheme(string text, Func<string, GoErrorException> error)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c) || (i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                continue;
            }

            return c == ':' ? i == 0 ? throw error("missing protocol scheme") : (text[..i], text[(i + 1)..]) : ("", text);
        }

        return ("", text);
    }

    private static string User(string text, Func<string, GoErrorException> error)
    {
        if (text.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._:~!$&'()*+,;=%@".Contains(c)))
        {
            throw error("net/url: invalid userinfo");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = Escape(Unescape(colon < 0 ? text : text[..colon], Part.User, error), Part.User);
        return colon < 0 ? name : name + ":" + Escape(Unescape(text[(colon + 1)..], Part.User, error), Part.User);
    }

    private static string ParseHost(string text, Func<string, GoErrorException> error)
    {
        var port = text.LastIndexOf(':');
        if (text.StartsWith('['))
        {
            var close = text.LastIndexOf(']');
            if (close < 0)
            {
                throw error("missing ']' in host");
            }

            port = close + 1;
            if (port < text.Length && text[port] != ':')
            {
                throw error($"invalid port {GoStrconv.Quote(text[port..])} after host");
            }
        }

        if (port >= 0 && port < text.Length && !text[(port + 1)..].All(char.IsAsciiDigit))
        {
            throw error($"invalid port {GoStrconv.Quote(text[port..])} after host");
        }

        return Unescape(text, Part.Host, error);
    }

    private static string Unescape(string text, Part part, Func<string, GoErrorException> error)
    {
        var bytes = GoText.ToBytes(text);
        var result = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                if (part == Part.Host && bytes[i] < 0x80 && !char.IsAsciiLetterOrDigit((char)bytes[i]) && !"-_.~!$&'()*+,;=:[]<>\"".Contains((char)bytes[i]))
                {
                    throw error($"invalid character {GoStrconv.Quote(((char)bytes[i]).ToString())} in host name");
                }

                result.Add(bytes[i]);
                continue;
            }

            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                throw error($"invalid URL escape {GoStrconv.Quote(GoText.FromBytes(bytes.AsSpan(i, Math.Min(3, bytes.Length - i))))}");
            }

            var value = Convert.FromHexString(Encoding.ASCII.GetString(bytes, i + 1, 2))[0];
            if (part == Part.Host && value < 0x80 && value != '%')
            {
                throw error($"invalid URL escape {GoStrconv.Quote(Encoding.ASCII.GetString(bytes, i, 3))}");
            }

            result.Add(value);
            i += 2;
        }

        return GoText.FromBytes(result.ToArray());
    }

    private static string Escape(string text, Part part) => GoEscape.Percent(text, part switch
    {
        Part.Path => Unreserved + "$&+,/:;=@",
        Part.Host => Unreserved + "!$&'()*+,;=:[]<>\"",
        Part.User => Unreserved + "$&+,;=",
        _ => Unreserved + "$&+,/:;=?@!()*",
    });

    private string HostName()
    {
        if (Host.StartsWith('[') && Host.IndexOf(']') is var close && close > 0)
        {
            return Host[1..close];
        }

        var colon = Host.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Host : Host[..colon];
    }
}
