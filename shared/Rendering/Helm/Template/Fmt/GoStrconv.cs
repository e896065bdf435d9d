using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>Go's strconv: quoting and unquoting of strings and characters.</summary>
internal static class GoStrconv
{
    /// <summary>Go's <c>strconv.Quote</c>.</summary>
    public static string Quote(string text) => Quote(text, '"', false);

    /// <summary>A string in quotes, with escapes for all that does not print (and, when asked, for all that is not ASCII).</summary>
    public static string Quote(string text, char quote, bool asciiOnly)
    {
        var result = new StringBuilder(text.Length + 2);
        result.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            if (GoText.IsEscapedByte(text, i))
            {
                result.Append("\\x").Append((text[i] - 0xDC00).ToString("x2"));
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                AppendRune(result, rune.Value, quote, asciiOnly);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                AppendRune(result, 0xFFFD, quote, asciiOnly);
            }
        }

        return result.Append(quote).ToString();
    }

    /// <summary>A character in single quotes; one that does not exist is U+FFFD.</summary>
    public static string QuoteRune(long value, bool asciiOnly)
    {
        var result = new StringBuilder("'");
        AppendRune(result, Rune.IsValid((int)Math.Clamp(value, -1, int.MaxValue)) ? (int)value : 0xFFFD, '\'', asciiOnly);
        return result.Append('\'').ToString();
    }

    /// <summary>Go's <c>%#U</c>.</summary>
    public static string CodePoint(int value)
    {
        var text = "U+" + value.ToString("X4");
        return value < 0 ? "U+FFFFFFFFFFFFFFFF" : IsPrint(value) ? $"{text} '{char.ConvertFromUtf32(value)}'" : text;
    }

    /// <summary>Go's <c>unicode.IsPrint</c>: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrint(int value)
    {
        if (value < 0x7F)
        {
            return value >= ' ';
        }

        if (!Rune.IsValid(value))
        {
            return false;
        }

        return CharUnicodeInfo.GetUnicodeCategory(value) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    /// <summary>Whether <c>%#q</c> may use back quotes: no control character but tab, no back quote, no byte order mark, valid UTF-8.</summary>
    public static bool CanBackquote(string text)
    {
        foreach (var c in text)
        {
            if (c is '`' or '\x7F' or '\uFEFF' || (c < ' ' && c != '\t'))
            {
                return false;
            }
        }

        return !GoText.ContainsEscapedByte(text);
    }

    /// <summary>The text a quoted or raw string stands for; null when it is malformed.</summary>
    public static string? Unquote(string quoted)
    {
        var inner = quoted.AsSpan(1, quoted.Length - 2);
        if (quoted[0] == '`')
        {
            return inner.Contains('\r') ? inner.ToString().Replace("\r", "", StringComparison.Ordinal) : inner.ToString();
        }

        if (inner.IndexOfAny('\\', '\n') < 0)
        {
            return inner.ToString();
        }

        var bytes = new List<byte>(inner.Length);
        Span<byte> buffer = stackalloc byte[4];
        while (!inner.IsEmpty)
        {
            if (!TryUnquoteChar(ref inner, quoted[0], out var value, out var isByte))
            {
                return null;
            }

            if (isByte)
            {
                bytes.Add((byte)value);
            }
            else
            {
                bytes.AddRange(buffer[..new Rune(value).EncodeToUtf8(buffer)]);
            }
        }

        return GoText.FromBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
    }

    /// <summary>Reads one character or escape from the front of <paramref name="rest"/>, as <c>strconv.UnquoteChar</c>.</summary>
    public static bool TryUnquoteChar(ref ReadOnlySpan<char> rest, char quote, out int value, out bool isByte)
    {
        value = 0;
        isByte = false;
        if (rest.IsEmpty || rest[0] == quote || rest[0] == '\n')
        {
            return false;
        }

        if (rest[0] != '\\')
        {
            if (rest[0] is >= '\uDC80' and <= '\uDCFF')
            {
                value = rest[0] - 0xDC00;
                isByte = true;
                rest = rest[1..];
                return true;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var used);
            value = rune.Value;
            rest = rest[used..];
            return true;
        }

        if (rest.Length < 2)
        {
            return false;
        }

        var escape = rest[1];
        rest = rest[2..];
        value = SimpleEscape(escape);
        return value >= 0 || (escape == quote && (value = quote) >= 0 && escape is '\'' or '"') || TryNumericEscape(ref rest, escape, out value, out isByte);
    }

    private static int SimpleEscape(char escape) => escape switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' => '\\',
        _ => -1,
    };

    private static bool TryNumericEscape(ref ReadOnlySpan<char> rest, char escape, out int value, out bool isByte)
    {
        value = 0;
        isByte = escape is 'x' or (>= '0' and <= '7');
        var (length, style) = escape switch
        {
            'x' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            >= '0' and <= '7' => (2, 8),
            _ => (0, 0),
        };
        if (length == 0 || rest.Length < length)
        {
            return false;
        }

        long number = style == 8 ? escape - '0' : 0;
        foreach (var c in rest[..length])
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= style)
            {
                return false;
            }

            number = (number * style) + digit;
        }

        rest = rest[length..];
        value = (int)Math.Min(number, int.MaxValue);
        return isByte ? number <= 255 : Rune.IsValid(value) && number <= 0x10FFFF;
    }

    private static void AppendRune(StringBuilder result, int value, char quote, bool asciiOnly)
    {
        if (value == quote || value == '\\')
        {
            result.Append('\\').Append((char)value);
            return;
        }

        if (value < 0x7F ? value >= ' ' : !asciiOnly && IsPrint(value))
        {
            result.Append(char.ConvertFromUtf32(value));
            return;
        }

        _ = value switch
        {
            '\a' => result.Append("\\a"),
            '\b' => result.Append("\\b"),
            '\f' => result.Append("\\f"),
            '\n' => result.Append("\\n"),
            '\r' => result.Append("\\r"),
            '\t' => result.Append("\\t"),
            '\v' => result.Append("\\v"),
            < ' ' or 0x7F => result.Append("\\x").Append(value.ToString("x2")),
            < 0x10000 => result.Append("\\u").Append(value.ToString("x4")),
            _ => result.Append("\\U").Append(value.ToString("x8")),
        };
    }
}
