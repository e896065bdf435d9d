using System.Buffers;
using System.Text;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Escaping for HTML, JavaScript and URLs as Go does it.</summary>
internal static class GoEscape
{
    private static readonly SearchValues<char> HtmlSpecial = SearchValues.Create("'\"&<>\0");

    /// <summary>Go's <c>HTMLEscapeString</c>.</summary>
    public static string Html(string text)
    {
        if (text.AsSpan().IndexOfAny(HtmlSpecial) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => result.Append('\uFFFD'),
                '"' => result.Append("&#34;"),
                '\'' => result.Append("&#39;"),
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    /// <summary>Go's <c>JSEscapeString</c>.</summary>
    public static string JavaScript(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (GoText.IsEscapedByte(text, i))
            {
                result.Append(c);
                continue;
            }

            if (c >= 0x80)
            {
                var rune = Rune.TryGetRuneAt(text, i, out var found) ? found : Rune.ReplacementChar;
                i += rune.Utf16SequenceLength - 1;
                _ = GoStrconv.IsPrint(rune.Value) ? result.Append(rune.ToString()) : result.Append("\\u").Append(rune.Value.ToString("X4"));
                continue;
            }

            _ = c switch
            {
                '\\' => result.Append("\\\\"),
                '\'' => result.Append("\\'"),
                '"' => result.Append("\\\""),
                '<' => result.Append("\\u003C"),
                '>' => result.Append("\\u003E"),
                '&' => result.Append("\\u0026"),
                '=' => result.Append("\\u003D"),
                < ' ' => result.Append("\\u").Append(((int)c).ToString("X4")),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    /// <summary>Go's <c>url.QueryEscape</c>: a space becomes a plus sign.</summary>
    public static string Query(string text) => Percent(text, "-_.~", plusForSpace: true);

    /// <summary>Escapes every byte that is no ASCII letter, digit or one of <paramref name="kept"/>.</summary>
    public static string Percent(string text, string kept, bool plusForSpace = false)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var b in GoText.ToBytes(text))
        {
            if (b < 0x80 && (char.IsAsciiLetterOrDigit((char)b) || kept.Contains((char)b)))
            {
                result.Append((char)b);
            }
            else if (b == ' ' && plusForSpace)
            {
                result.Append('+');
            }
            else
            {
                result.Append('%').Append(b.ToString("X2"));
            }
        }

        return result.ToString();
    }
}
