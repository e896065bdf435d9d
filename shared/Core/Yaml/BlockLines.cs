using System.Text;
using YamlDotNet.Core;

namespace Plumbline.Core.Yaml;

/// <summary>
/// A mistake of the parser, worked around: blank lines at the start of a block scalar may hold as many spaces as its text is indented by, which templates
/// write all the time, and the parser refuses them. Without those spaces the lines mean the same.
/// </summary>
internal static class BlockLines
{
    /// <summary>The text without such spaces; null where the refusal has another reason.</summary>
    public static string? Repaired(string text, YamlException refusal)
    {
        if (!refusal.Message.Contains("extra spaces in first line", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = text.Split('\n');
        var changed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!OpensBlock(lines[i]))
            {
                continue;
            }

            var first = i + 1;
            while (first < lines.Length && IsBlank(lines[first]))
            {
                first++;
            }

            // A block without any text takes all its blank lines for empty ones.
            var hasText = first < lines.Length && Indent(lines[first]) > Indent(lines[i]);
            var indent = hasText ? Indent(lines[first]) : int.MaxValue;

            for (var blank = i + 1; blank < first; blank++)
            {
                var spaces = Indent(lines[blank].TrimEnd('\r'));
                if (spaces > 0 && spaces <= indent)
                {
                    lines[blank] = lines[blank][spaces..];
                    changed = true;
                }
            }

            // What looks like the start of a block inside of one is text.
            i = hasText ? first : first - 1;
            while (hasText && i + 1 < lines.Length && (IsBlank(lines[i + 1]) || Indent(lines[i + 1]) >= indent))
            {
                i++;
            }
        }

        return changed ? new StringBuilder(text.Length).AppendJoin('\n', lines).ToString() : null;
    }

    // Ends with | or >, perhaps with + or - and a comment. With a number the spaces are text, and the parser reads them as that.
    private static bool OpensBlock(string line)
    {
        var comment = line.IndexOf(" #", StringComparison.Ordinal);
        var end = (comment < 0 ? line.AsSpan() : line.AsSpan(0, comment)).TrimEnd(" \t\r");
        end = end is [.., '+' or '-'] ? end[..^1] : end;
        return end is [.., '|' or '>'] && (end.Length == 1 || end[^2] is ' ' or '\t');
    }

    private static bool IsBlank(string line) => line.AsSpan().Trim(" \r").IsEmpty;

    private static int Indent(string line) => line.AsSpan().IndexOfAnyExcept(' ') is var at && at < 0 ? line.Length : at;
}
