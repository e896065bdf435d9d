using System.Globalization;
using System.Text;

namespace Plumbline.Functions.Composition.Logs;

/// <summary>Makes strangers' text harmless in a log: no line of its own, no escape sequence of a terminal, no hidden direction, and no more than 2 KB (T-LOG).</summary>
internal static class LogText
{
    /// <summary>Most characters of one value.</summary>
    public const int Longest = 2048;

    /// <summary>Whether a text has to be changed.</summary>
    public static bool IsHostile(string text, int longest)
    {
        if (text.Length > longest)
        {
            return true;
        }

        foreach (var c in text)
        {
            if (MustEscape(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with what could mislead written as <c>\u…</c>, cut at <paramref name="longest"/> characters.</summary>
    public static string Clean(string text, int longest)
    {
        if (!IsHostile(text, longest))
        {
            return text;
        }

        var clean = new StringBuilder(Math.Min(text.Length, longest) + 16);
        foreach (var c in text)
        {
            if (clean.Length >= longest)
            {
                return clean.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();
            }

            _ = c switch
            {
                '\n' => clean.Append("\\n"),
                '\r' => clean.Append("\\r"),
                '\t' => clean.Append("\\t"),
                _ when MustEscape(c) => clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => clean.Append(c),
            };
        }

        return clean.ToString();
    }

    // Line separators and marks of direction are no control characters to .NET.
    private static bool MustEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
