using System.Text;
using YamlDotNet.Core;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Kubernetes' own reader lets the further lines of a quoted scalar start anywhere, as YAML 1.1 does; the parser wants them indented. Such lines are
/// indented before the text is read again: white space at the start of a further line has no meaning, so the value stays the same.
/// </summary>
internal static class QuotedLines
{
    /// <summary>Most scalars of one text that are mended.</summary>
    public const int MostRepairs = 32;

    private const int Indent = 64;

    /// <summary>The text with the scalar indented at which <paramref name="error"/> happened; null when that is not the trouble.</summary>
    public static string? Repaired(string text, YamlException error)
    {
        var start = (int)Math.Clamp(error.Start.Index, 0, text.Length);
        if (!error.Message.Contains("wrong indentation", StringComparison.Ordinal) || start >= text.Length || text[start] is not ('"' or '\''))
        {
            return null;
        }

        var end = End(text, start);
        var result = new StringBuilder(text.Length + 256).Append(text, 0, start);
        var changed = false;
        for (var i = start; i < end; i++)
        {
            result.Append(text[i]);
            if (text[i] == '\n' && i + 1 < end && text[i + 1] is not ('\n' or '\r'))
            {
                result.Append(' ', Indent);
                changed = true;
            }
        }

        return changed ? result.Append(text, end, text.Length - end).ToString() : null;
    }

    // Behind the closing quote; the end of the text where there is none.
    private static int End(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (quote == '"' && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == quote && !(quote == '\'' && i + 1 < text.Length && text[i + 1] == '\''))
            {
                return i + 1;
            }
            else if (text[i] == quote)
            {
                i++;
            }
        }

        return text.Length;
    }
}
