using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>Go's quoted form of texts, as error messages show them (<c>%q</c>).</summary>
internal static class GoQuote
{
    /// <summary>A text in double quotes with Go's escapes.</summary>
    public static string Text(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (GoText.IsEscapedByte(text, i))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{text[i] - 0xDC00:x2}");
                continue;
            }

            var rune = Rune.TryGetRuneAt(text, i, out var read) ? read : Rune.ReplacementChar;
            Append(quoted, rune, '"');
            i += rune.Utf16SequenceLength - 1;
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A list of characters, each in single quotes: what <c>%q</c> makes of Go's <c>[]rune</c>.</summary>
    public static string Runes(string text)
    {
        var quoted = new StringBuilder("[");
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > 1)
            {
                quoted.Append(' ');
            }

            quoted.Append(Character(rune));
        }

        return quoted.Append(']').ToString();
    }

    /// <summary>One character in single quotes.</summary>
    public static string Character(Rune rune)
    {
        var quoted = new StringBuilder("'");
        Append(quoted, rune, '\'');
        return quoted.Append('\'').ToString();
    }

    /// <summary>Whether Go prints the character as it is: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrint(Rune rune) => rune.Value == ' ' || System.Text.Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };

    private static void Append(StringBuilder quoted, Rune rune, char quote)
    {
        _ = rune.Value switch
        {
            '\a' => quoted.Append("\\a"),
            '\b' => quoted.Append("\\b"),
            '\f' => quoted.Append("\\f"),
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            '\v' => quoted.Append("\\v"),
            '\\' => quoted.Append("\\\\"),
            var c when c == quote => quoted.Append('\\').Append(quote),
            _ when IsPrint(rune) => quoted.Append(rune.ToString()),
            < ' ' or 0x7F => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
            < 0x10000 => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
        };
    }
}
