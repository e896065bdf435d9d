using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Formats of texts, which drafts before 2019-09 check. A format that is not known fits anything.</summary>
internal static class SchemaFormats
{
    private static readonly string[] DateTimes =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd't'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd't'HH:mm:ss.FFFFFFFK"];

    /// <summary>Whether the text has the format.</summary>
    public static bool Fits(string format, string text) => format switch
    {
        "ipv4" => IPAddress.TryParse(text, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') == 3,
        "ipv6" => text.Contains(':') && IPAddress.TryParse(text, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('['),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Length > 19 && (char.ToUpperInvariant(text[^1]) == 'Z' || text[^3] == ':') && DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), DateTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "email" => text.LastIndexOf('@') is > 0 and <= 64 and var at && IsHostname(text[(at + 1)..]),
        "hostname" => IsHostname(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':') && !text.StartsWith('/') && !text.Contains(' '),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) && !text.Contains('\\') && !text.Contains(' '),
        "uuid" => text.Length == 36 && Guid.TryParseExact(text, "D", out _),
        _ => true,
    };

    private static bool IsHostname(string text)
    {
        text = text.EndsWith('.') ? text[..^1] : text;
        return text.Length is > 0 and <= 253 && text.Split('.').All(label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }
}
