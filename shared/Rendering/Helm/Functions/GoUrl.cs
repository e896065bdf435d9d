using System.Net;
using System.Net.Sockets;
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
        var url = ParseWhole(whole, w => Error(w, whole));
        return hash < 0 ? url : url with { Fragment = Unescape(text[(hash + 1)..], Part.Fragment, w => Error(w, text)) };
    }

    private static GoUrl ParseWhole(string whole, Func<string, GoErrorException> error)
    {
        if (whole.Any(c => c is < ' ' or '\x7f'))
        {
            throw error("net/url: invalid control character in URL");
        }

        if (whole == "*")
        {
            return new GoUrl { Path = "*" };
        }

        var (scheme, rest) = SplitScheme(whole, error);
        var forceQuery = rest.EndsWith('?') && rest.Count(c => c == '?') == 1;
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        var url = new GoUrl { Scheme = scheme.ToLowerInvariant(), Query = query, ForceQuery = forceQuery };
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return url with { Opaque = rest };
            }

            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if ((slash < 0 ? rest : rest[..slash]).Contains(':'))
            {
                throw error("first path segment in URL cannot contain colon");
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
                Host = ParseHost(url.Scheme, authority[(at + 1)..], error),
                UserInfo = at < 0 ? null : User(authority[..at], error),
            };
        }

        var path = Unescape(rest, Part.Path, error);
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
        Zone,
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

    private static string ParseHost(string scheme, string text, Func<string, GoErrorException> error)
    {
        var open = text.LastIndexOf('[');
        if (open > 0)
        {
            throw error("invalid IP-literal");
        }

        if (open == 0)
        {
            return ParseAddress(text, error);
        }

        // Only http and https refuse more than one colon; databases write lists of hosts with ports.
        var colon = scheme is "http" or "https" ? text.IndexOf(':', StringComparison.Ordinal) : text.LastIndexOf(':');
        CheckPort(colon < 0 ? "" : text[colon..], error);
        return Unescape(text, Part.Host, error);
    }

    // "[fe80::1%25en0]:80": percent signs may only introduce the zone, in which they escape what they like.
    private static string ParseAddress(string text, Func<string, GoErrorException> error)
    {
        var close = text.LastIndexOf(']');
        if (close < 0)
        {
            throw error("missing ']' in host");
        }

        CheckPort(text[(close + 1)..], error);
        var name = text[1..close];
        var zone = name.IndexOf("%25", StringComparison.Ordinal);
        var host = Unescape(zone < 0 ? name : name[..zone], Part.Host, error) + (zone < 0 ? "" : Unescape(name[zone..], Part.Zone, error));
        var address = host.Split('%', 2)[0];
        if (!IPAddress.TryParse(address, out var parsed) || host.EndsWith('%'))
        {
            throw error($"invalid host: ParseAddr({GoStrconv.Quote(host)}): unable to parse IP");
        }

        return parsed.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]{text[(close + 1)..]}" : throw error("invalid IP-literal");
    }

    private static void CheckPort(string port, Func<string, GoErrorException> error)
    {
        if (port.Length > 0 && (port[0] != ':' || port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') >= 0))
        {
            throw error($"invalid port {GoStrconv.Quote(port)} after host");
        }
    }

    private static string Unescape(string text, Part part, Func<string, GoErrorException> error)
    {
        var bytes = GoText.ToBytes(text);
        var result = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                if (part is Part.Host or Part.Zone && bytes[i] < 0x80 && !char.IsAsciiLetterOrDigit((char)bytes[i]) && !"-_.~!$&'()*+,;=:[]<>\"".Contains((char)bytes[i]))
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
        var colon = Host.LastIndexOf(':');
        var name = colon >= 0 && Host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? Host[..colon] : Host;
        return name.StartsWith('[') && name.EndsWith(']') ? name[1..^1] : name;
    }
}
