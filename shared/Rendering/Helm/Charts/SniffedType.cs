namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// What a file seems to be by its first bytes, for the message about a file that is no chart archive. The kinds a user may take for one, told apart
/// as the WHATWG sniffing rules do that Go follows (https://mimesniff.spec.whatwg.org/); pictures, sounds and fonts count as bytes.
/// </summary>
internal static class SniffedType
{
    private const int Looked = 512;

    private static readonly string[] HtmlTags =
    [
        "<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT", "<TABLE", "<A", "<STYLE", "<TITLE", "<B", "<BODY", "<BR", "<P", "<!--",
    ];

    /// <summary>The media type. Helm looks at a window of 512 bytes that a shorter file fills up with zeros, so that short texts count as bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = bytes[..Math.Min(bytes.Length, Looked)];
        var trimmed = text.TrimStart("\t\n\f\r "u8);
        return IsHtml(trimmed) ? "text/html; charset=utf-8"
            : trimmed.StartsWith("<?xml"u8) ? "text/xml; charset=utf-8"
            : text.StartsWith("%PDF-"u8) ? "application/pdf"
            : text.StartsWith("%!PS-Adobe-"u8) ? "application/postscript"
            : text.StartsWith("PK\x03\x04"u8) ? "application/zip"
            : text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) && bytes.Length >= Least ? "text/plain; charset=utf-16be"
            : text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && bytes.Length >= Least ? "text/plain; charset=utf-16le"
            : text.StartsWith("\uFEFF"u8) ? "text/plain; charset=utf-8"
            : text.Length == Looked && !HasBinary(text) ? "text/plain; charset=utf-8"
            : "application/octet-stream";
    }

    // A mark of UTF-16 counts with at least two bytes behind it; zeros that fill the window are such.
    private const int Least = 2;

    private static bool IsHtml(ReadOnlySpan<byte> text)
    {
        foreach (var tag in HtmlTags)
        {
            if (text.Length >= tag.Length && System.Text.Ascii.EqualsIgnoreCase(text[..tag.Length], tag) && (text.Length == tag.Length ? false : text[tag.Length] is (byte)' ' or (byte)'>'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasBinary(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b is <= 0x08 or 0x0B or (>= 0x0E and <= 0x1A) or (>= 0x1C and <= 0x1F))
            {
                return true;
            }
        }

        return false;
    }
}
