using System.Text.RegularExpressions;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>Splits rendered text into documents as Helm does: by lines that start with <c>---</c>, without reading YAML.</summary>
internal static class ManifestText
{
    // Helm 3 takes the blank lines before a separator for a part of it, and all white space behind.
    private static readonly Regex Helm3Separator = new(@"(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*", RegexOptions.NonBacktracking);

    /// <summary>The documents that hold anything: without leading white space, for Helm 3 without any around them.</summary>
    public static IEnumerable<string> Split(string text, HelmVersion helm) => helm == HelmVersion.V4
        ? Split(text)
        : Helm3Separator.Split(text.Trim()).Select(d => d.Trim()).Where(d => d.Length > 0);

    private static IEnumerable<string> Split(string text)
    {
        var rest = text.AsSpan().TrimStart().Length;
        var start = text.Length - rest;
        for (var at = start; at <= text.Length;)
        {
            var separator = NextSeparator(text, at, isStart: at == start);
            var end = separator < 0 ? text.Length : separator;
            var document = text[at..end].TrimStart();
            if (document.Length > 0)
            {
                yield return document;
            }

            if (separator < 0)
            {
                yield break;
            }

            at = separator + 3;
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }
        }
    }

    // A separator counts at the start of a line; what follows one on its own line is not a line's start.
    private static int NextSeparator(string text, int from, bool isStart)
    {
        if (isStart && string.CompareOrdinal(text, from, "---", 0, 3) == 0)
        {
            return from;
        }

        var found = text.IndexOf("\n---", from, StringComparison.Ordinal);
        return found < 0 ? -1 : found + 1;
    }
}
