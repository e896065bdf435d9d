using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>A template of a render.</summary>
/// <param name="Name">Full name: <c>root/charts/child/templates/x.yaml</c>.</param>
/// <param name="Chart">Full path of its chart, which decides what it sees.</param>
/// <param name="IsPartial">Whether its base name starts with an underscore: parsed, not rendered.</param>
internal sealed record ChartTemplate(string Name, string Chart, bool IsPartial);

/// <summary>All templates of a choice of charts, parsed. Immutable.</summary>
/// <param name="Set">The parsed templates.</param>
/// <param name="Order">The templates in the order in which they are parsed and rendered.</param>
internal sealed record ParsedTemplates(TemplateSet Set, IReadOnlyList<ChartTemplate> Order)
{
    /// <summary>What the parsed templates of a chart depend on besides its files.</summary>
    public static string KeyOf(ReleaseChart root)
    {
        if (root.Children.Count == 0)
        {
            return root.Name;
        }

        var key = new StringBuilder();
        Write(root);
        return key.ToString();

        void Write(ReleaseChart chart)
        {
            key.Append(chart.Source.Metadata.Name).Append(' ').Append(chart.Source.Metadata.Version).Append(' ').Append(chart.FullPath).Append('(');
            foreach (var child in chart.Children)
            {
                Write(child);
            }

            key.Append(')');
        }
    }

    /// <summary>Parses in Helm's order, where the last definition of a name wins: deep paths first, within a depth backwards by name.</summary>
    /// <exception cref="GoErrorException">A template cannot be parsed.</exception>
    public static ParsedTemplates Parse(ReleaseChart root, FunctionTable functions)
    {
        var found = new Dictionary<string, (ChartTemplate Template, ChartFile File)>(StringComparer.Ordinal);
        Collect(root, found);
        var order = found.Values.ToList();
        order.Sort((a, b) => Compare(b.Template.Name, a.Template.Name));
        var set = new TemplateSet(functions, MissingKey.Zero);
        foreach (var (template, file) in order)
        {
            try
            {
                set.Parse(template.Name, file.Text);
            }
            catch (TemplateException e)
            {
                throw new TemplateException(
                    HelmErrorText.ForParsing(template.Name, e), e.Template.Length > 0 ? e.Template : template.Name, e.Line, e.Column, e)
                { IsLimit = e.IsLimit };
            }
        }

        return new ParsedTemplates(set, [.. order.Select(o => o.Template)]);
    }

    private static void Collect(ReleaseChart chart, Dictionary<string, (ChartTemplate, ChartFile)> found)
    {
        foreach (var child in chart.Children)
        {
            Collect(child, found);
        }

        var path = chart.FullPath;
        foreach (var file in chart.Source.Templates)
        {
            var isPartial = file.Name[(file.Name.LastIndexOf('/') + 1)..].StartsWith('_');
            if (isPartial || !chart.Source.Metadata.IsLibrary)
            {
                var name = $"{path}/{file.Name}";
                found[name] = (new ChartTemplate(name, path, isPartial), file);
            }
        }
    }

    private static int Compare(string left, string right)
    {
        var depth = left.AsSpan().Count('/').CompareTo(right.AsSpan().Count('/'));
        return depth != 0 ? depth : GoText.Compare(left, right);
    }
}
