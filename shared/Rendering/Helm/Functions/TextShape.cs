using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Shortening, wrapping and case of texts as Sprig's libraries do them. Widths count bytes, as there.</summary>
internal static class TextShape
{
    /// <summary>Shortens to a width with "..." at the end, and at the start when <paramref name="offset"/> asks for it.</summary>
    public static string Abbreviate(string text, long offset, long width)
    {
        var length = GoText.ByteLength(text);
        if (length == 0 || length <= width)
        {
            return text;
        }

        offset = Math.Min(offset, length);
        if (length - offset < width - 3)
        {
            offset = length - (width - 3);
        }

        if (offset <= 4)
        {
            return ArgumentReading.Bytes(text, 0, width - 3) + "...";
        }

        if (width < 7)
        {
            return "";
        }

        return offset + width - 3 < length
            ? "..." + Abbreviate(ArgumentReading.Bytes(text, offset, length), 0, width - 3)
            : "..." + ArgumentReading.Bytes(text, length - (width - 3), length);
    }

    /// <summary>Breaks lines at spaces so that none is wider than <paramref name="width"/>.</summary>
    public static string Wrap(string text, long width, string separator, bool breakLongWords)
    {
        if (text.Length == 0)
        {
            return "";
        }

        // One character per byte, so that places are bytes.
        var bytes = Encoding.Latin1.GetString(GoText.ToBytes(text));
        var lineBreak = Encoding.Latin1.GetString(GoText.ToBytes(separator.Length == 0 ? "\n" : separator));
        width = Math.Max(width, 1);
        var result = new StringBuilder(bytes.Length + 16);
        var at = 0;
        while (bytes.Length - at > width)
        {
            if (bytes[at] == ' ')
            {
                at++;
                continue;
            }

            var space = bytes.LastIndexOf(' ', at + (int)width, (int)width + 1);
            if (space < 0)
            {
                if (breakLongWords)
                {
                    result.Append(bytes, at, (int)width).Append(lineBreak);
                    at += (int)width;
                    continue;
                }

                space = bytes.IndexOf(' ', at + (int)width);
                if (space < 0)
                {
                    break;
                }
            }

            result.Append(bytes, at, space - at).Append(lineBreak);
            at = space + 1;
        }

        result.Append(bytes, at, bytes.Length - at);
        return GoText.FromBytes(Encoding.Latin1.GetBytes(result.ToString()));
    }

    /// <summary>The first letters of the words. The library takes each byte for a character.</summary>
    public static string Initials(string text)
    {
        var result = new StringBuilder();
        var atStart = true;
        foreach (char c in GoText.ToBytes(text))
        {
            var space = char.IsWhiteSpace(c);
            if (atStart && !space)
            {
                result.Append(c);
            }

            atStart = space;
        }

        return result.ToString();
    }

    /// <summary>Drops white space. The library takes each byte for a character, so other letters than ASCII are spoilt when there is any to drop.</summary>
    public static string WithoutSpace(string text)
    {
        var bytes = GoText.ToBytes(text);
        var kept = Array.FindAll(bytes, b => !char.IsWhiteSpace((char)b));
        return kept.Length == bytes.Length ? text : Encoding.Latin1.GetString(kept);
    }

    /// <summary>Upper and title case become lower case; lower case becomes upper case, or title case where a word starts.</summary>
    public static string SwapCase(string text)
    {
        var result = new StringBuilder(text.Length);
        var atStart = true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsUpper(rune) || GoCase.IsTitle(rune))
            {
                result.Append(GoCase.Lower(rune));
                atStart = false;
            }
            else if (Rune.IsLower(rune))
            {
                result.Append(atStart ? GoCase.Title(rune) : GoCase.Upper(rune));
                atStart = false;
            }
            else
            {
                result.Append(rune);
                atStart = Rune.IsWhiteSpace(rune);
            }
        }

        return result.ToString();
    }

    /// <summary>Raises the first letter of every word; a word ends at anything but letters, digits and the underscore.</summary>
    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var previous = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(IsSeparator(previous) ? GoCase.Title(rune) : rune);
            previous = rune;
        }

        return result.ToString();
    }

    /// <summary>Lowers the first letter of every word; a word ends at white space.</summary>
    public static string Untitle(string text)
    {
        var result = new StringBuilder(text.Length);
        var atStart = true;
        foreach (var rune in text.EnumerateRunes())
        {
            var space = Rune.IsWhiteSpace(rune);
            result.Append(atStart && !space ? GoCase.Lower(rune) : rune);
            atStart = space;
        }

        return result.ToString();
    }

    /// <summary>Go's <c>strings.Replace</c> of all: an empty search text is found before every character and at the end.</summary>
    public static string Replace(string text, string old, string replacement)
    {
        if (old.Length > 0)
        {
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var result = new StringBuilder(replacement);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune).Append(replacement);
        }

        return result.ToString();
    }

    /// <summary>Go's <c>strings.SplitN</c>: at most <paramref name="count"/> parts, all when it is negative; an empty separator splits into characters.</summary>
    public static List<string> Split(string text, string separator, long count)
    {
        var parts = new List<string>();
        if (count == 0)
        {
            return parts;
        }

        if (separator.Length == 0)
        {
            var at = 0;
            while (at < text.Length && (count < 0 || parts.Count < count - 1))
            {
                var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                parts.Add(text.Substring(at, width));
                at += width;
            }

            if (at < text.Length)
            {
                parts.Add(text[at..]);
            }

            return parts;
        }

        var start = 0;
        while (count < 0 || parts.Count < count - 1)
        {
            var found = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            parts.Add(text[start..found]);
            start = found + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static bool IsSeparator(Rune rune) =>
        rune.Value < 0x80 ? !(char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_') : !Rune.IsLetter(rune) && !Rune.IsDigit(rune) && Rune.IsWhiteSpace(rune);
}
