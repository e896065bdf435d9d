using System.Text;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>Writes a render as <c>helm template</c> prints it.</summary>
internal static class ReleaseText
{
    /// <summary>CRD files, manifests and hooks with their <c># Source:</c> lines.</summary>
    public static string Of(IEnumerable<(string Path, string Text)> crds, IEnumerable<Manifest> manifests, IEnumerable<Manifest> hooks)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in crds)
        {
            Append(text, path, content);
        }

        foreach (var manifest in manifests)
        {
            Append(text, manifest.Path, manifest.Text);
        }

        var trimmed = text.ToString().Trim();
        text.Clear().Append(trimmed).Append('\n');
        foreach (var hook in hooks)
        {
            Append(text, hook.Path, hook.Text);
        }

        return text.ToString();
    }

    /// <summary>Only the documents whose file fits one of the patterns, in the order of the patterns.</summary>
    /// <exception cref="GoErrorException">A pattern fits nothing.</exception>
    public static string Only(string text, IReadOnlyList<string> patterns, HelmVersion helm)
    {
        var documents = ManifestText.Split(text, helm).ToList();
        var shown = new StringBuilder();
        foreach (var written in patterns)
        {
            var pattern = PathPattern.Parse(written);
            var found = false;
            foreach (var document in documents)
            {
                if (SourceOf(document) is { } path && pattern?.Matches(path) == true)
                {
                    shown.Append("---\n").Append(document).Append('\n');
                    found = true;
                }
            }

            if (!found)
            {
                throw new GoErrorException($"could not find template {written} in chart");
            }
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder text, string path, string content) =>
        text.Append("---\n# Source: ").Append(path).Append('\n').Append(content).Append('\n');

    // The first "# Source: chart/path" of a document, without the chart's name.
    private static string? SourceOf(string document)
    {
        const string mark = "# Source: ";
        for (var at = document.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = document.IndexOf(mark, at + 1, StringComparison.Ordinal))
        {
            var start = at + mark.Length;
            var slash = document.IndexOf('/', start);
            if (slash <= start)
            {
                continue;
            }

            var end = document.IndexOf('\n', slash);
            var path = document[(slash + 1)..(end < 0 ? document.Length : end)];
            if (path.Length > 0)
            {
                return path;
            }
        }

        return null;
    }
}
