using System.Text;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Texts as go-yaml 3 folds them (<c>yaml_emitter_write_folded_scalar</c>), on lines of any length. It writes a second break behind a line that is not indented,
/// whatever follows it, so that what is read again has one more where an indented line or the end of a kept text follows; and it decides by the first
/// line alone whether breaks are doubled at all.
/// </summary>
public static class FoldedText
{
    /// <summary>What is read where <paramref name="text"/> was folded: the same instance where nothing is lost.</summary>
    public static string ReadBack(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || !TextAnalysis.Of(text, tabsInBlocks: true).Block)
        {
            return text;
        }

        var doubled = Doubles(text);
        var read = new StringBuilder(text.Length + 8);
        var at = 0;
        while (at < text.Length)
        {
            var line = Line(text, at);
            read.Append(line);
            at += line.Length;
            var breaks = Breaks(text, at);
            at += breaks;
            read.Append(Read(line, breaks, doubled, at == text.Length ? "" : text[at..(at + 1)]));
        }

        return read.Equals(text) ? text : read.ToString();
    }

    /// <summary>Whether a second break is written behind <paramref name="line"/>, a line of a text that <see cref="Doubles"/>.</summary>
    internal static bool IsDoubled(ReadOnlySpan<char> line) => line.Length > 0 && !IsBlank(line[0]);

    /// <summary>Whether breaks of a text are doubled: its first line that is not empty is not indented.</summary>
    internal static bool Doubles(string text) => text.AsSpan().TrimStart('\n') is { Length: > 0 } first && !IsBlank(first[0]);

    private static string Read(ReadOnlySpan<char> line, int breaks, bool doubled, string next)
    {
        if (breaks == 0)
        {
            return "";
        }

        // Empty lines before the first one are as they are.
        var written = breaks + (doubled && IsDoubled(line) ? 1 : 0);
        var folds = IsDoubled(line) && next.Length > 0 && !IsBlank(next[0]);
        return folds ? written == 1 ? " " : new string('\n', written - 1)
            : new string('\n', next.Length == 0 && breaks == 1 ? 1 : written);
    }

    private static ReadOnlySpan<char> Line(string text, int at) => text.AsSpan(at) is var rest && rest.IndexOf('\n') is var end and >= 0 ? rest[..end] : rest;

    private static int Breaks(string text, int at) => text.AsSpan(at) is var rest && rest.IndexOfAnyExcept('\n') is var end and >= 0 ? end : rest.Length;

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
