using System.Net;
using System.Net.Sockets;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Formats of texts, which drafts before 2019-09 check. A format that is not known fits anything.</summary>
internal static class SchemaFormats
{
    private const int MostHost = 253, MostLabel = 63, MostEmail = 254, MostLocal = 64;

    /// <summary>Why the text has not the format; null where it has.</summary>
    public static string? Fault(string format, string text) => format switch
    {
        "ipv4" => Ipv4(text),
        "ipv6" => Ipv6(text),
        "date" or "time" or "date-time" or "duration" or "period" => SchemaTimes.Fault(format, text),
        "email" => Email(text),
        "hostname" => Hostname(text),
        "uri" or "iri" => Url(text) ?? (GoUrl.Parse(text).Scheme.Length == 0 ? "relative url" : null),
        "uri-reference" or "iri-reference" => text.Contains('\\') ? "contains \\" : Url(text),
        "uri-template" => Template(text),
        "uuid" => Uuid(text),
        "json-pointer" => Pointer(text),
        "relative-json-pointer" => RelativePointer(text),
        "regex" => Regex(text),
        _ => null,
    };

    private static string? Ipv4(string text)
    {
        var groups = text.Split('.');
        if (groups.Length != 4)
        {
            return "expected four decimals";
        }

        foreach (var group in groups)
        {
            if (group.Length > 1 && group[0] == '0')
            {
                return "leading zeros";
            }

            if (!int.TryParse(group, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                return $"strconv.Atoi: parsing {GoStrconv.Quote(group)}: invalid syntax";
            }

            if (number is < 0 or > 255)
            {
                return "decimal must be between 0 and 255";
            }
        }

        return null;
    }

    private static string? Ipv6(string text)
    {
        if (!text.Contains(':'))
        {
            return "missing colon";
        }

        return text.Contains('%') ? "zone id is not a part of ipv6 address"
            : IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('[') ? null
            : $"ParseAddr({GoStrconv.Quote(text)}): unable to parse IP";
    }

    private static string? Hostname(string text)
    {
        text = text.EndsWith('.') ? text[..^1] : text;
        if (text.Length > MostHost)
        {
            return "more than 253 characters long";
        }

        foreach (var label in text.Split('.'))
        {
            var fault = label.Length is 0 or > MostLabel ? "label must be 1 to 63 characters long"
                : label[0] == '-' ? "label starts with hyphen"
                : label[^1] == '-' ? "label ends with hyphen"
                : Stranger(label, "-");
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Email(string text)
    {
        if (text.Length > MostEmail)
        {
            return "more than 255 characters long";
        }

        var at = text.LastIndexOf('@');
        if (at < 0)
        {
            return "missing @";
        }

        var (local, domain) = (text[..at], text[(at + 1)..]);
        if ((local.Length > MostLocal ? "local part more than 64 characters long" : Local(local)) is { } fault)
        {
            return fault;
        }

        if (domain is ['[', .., ']'])
        {
            var address = domain[1..^1];
            return address.StartsWith("IPv6:", StringComparison.Ordinal)
                ? Inside("invalid ipv6 address", Ipv6(address[5..]))
                : Inside("invalid ipv4 address", Ipv4(address));
        }

        return Inside("invalid domain", Hostname(domain));
    }

    private static string? Local(string local)
    {
        if (local.Length > 1 && local[0] == '"')
        {
            return local.AsSpan(1, local.Length - 2).ContainsAny('\\', '"') ? "backslash and quote are not allowed within quoted local part" : null;
        }

        return local.StartsWith('.') ? "starts with dot"
            : local.EndsWith('.') ? "ends with dot"
            : local.Contains("..", StringComparison.Ordinal) ? "consecutive dots"
            : Stranger(local, ".!#$%&'*+-/=?^_`{|}~");
    }

    private static string? Url(string text)
    {
        try
        {
            var host = GoUrl.Parse(text).Host;
            return host.Count(c => c == ':') > 1 && !host.StartsWith('[') ? "ipv6 address not enclosed in brackets"
                : host.StartsWith('[') && host.IndexOf(']') is > 0 and var end ? Inside("invalid ipv6 address", Ipv6(host[1..end]))
                : null;
        }
        catch (GoErrorException e)
        {
            const string before = "unable to parse url: ";
            return e.Message.StartsWith(before, StringComparison.Ordinal) ? e.Message[before.Length..] : e.Message;
        }
    }

    // Only paths that need escapes are looked at for their braces, as there alone Go keeps the text of one.
    private static string? Template(string text)
    {
        if (Url(text) is { } fault)
        {
            return fault;
        }

        foreach (var step in (GoUrl.Parse(text).RawPath ?? "").Split('/'))
        {
            var open = false;
            foreach (var brace in step.Where(c => c is '{' or '}'))
            {
                if (brace == '{' == open)
                {
                    return "nested curly braces";
                }

                open = !open;
            }

            if (open)
            {
                return "no matching closing brace";
            }
        }

        return null;
    }

    private static string? Uuid(string text)
    {
        ReadOnlySpan<int> lengths = [8, 4, 4, 4, 12];
        var groups = text.Split('-');
        if (groups.Length != lengths.Length)
        {
            return $"must have {lengths.Length} elements";
        }

        for (var i = 0; i < groups.Length; i++)
        {
            if (GoUtf8Length(groups[i]) != lengths[i])
            {
                return $"element {i + 1} must be {lengths[i]} characters long";
            }

            foreach (var rune in groups[i].EnumerateRunes())
            {
                if (!rune.IsAscii || !char.IsAsciiHexDigit((char)rune.Value))
                {
                    return $"non-hex character {GoStrconv.QuoteRune(rune.Value, false)}";
                }
            }
        }

        return null;
    }

    private static string? Pointer(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return "not starting with /";
        }

        for (var at = text.IndexOf('~'); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return "~ must be followed by 0 or 1";
            }
        }

        return null;
    }

    private static string? RelativePointer(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        return digits == 0 ? "must start with non-negative integer"
            : digits > 1 && text[0] == '0' ? "starts with zero"
            : text[digits..] is "#" ? null
            : Pointer(text[digits..]);
    }

    private static string? Regex(string text)
    {
        try
        {
            _ = GoRegex.Compile(text);
            return null;
        }
        catch (GoErrorException e)
        {
            return e.Message;
        }
    }

    private static string? Stranger(string text, string allowed)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsAscii || !(char.IsAsciiLetterOrDigit((char)rune.Value) || allowed.Contains((char)rune.Value)))
            {
                return $"invalid character {GoStrconv.QuoteRune(rune.Value, false)}";
            }
        }

        return null;
    }

    private static string? Inside(string part, string? fault) => fault is null ? null : $"{part}: {fault}";

    private static int GoUtf8Length(string text) => System.Text.Encoding.UTF8.GetByteCount(text);
}
