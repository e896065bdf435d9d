using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>The objects of <c>helmCharts</c>, made by the chart engine that the composition gives.</summary>
internal static class ChartObjects
{
    public static IReadOnlyList<KObject> Of(SourceFolder folder, MapNode? globals, MapNode chart, string space)
    {
        var context = folder.Context;
        var entry = (MapNode)chart.Clone();
        if (KObject.TextOf(entry["namespace"]).Length == 0 && space.Length > 0)
        {
            entry["namespace"] = ScalarNode.Of(space);
        }

        if (!context.Options.EnableHelm)
        {
            throw new BuildException("trouble configuring builtin HelmChartInflationGenerator with config: `\n" + ConfigText.Of(Shown(globals, entry)) + "`", NotEnabled());
        }

        if (context.Options.Charts is not { } charts)
        {
            throw new BuildException(KustomizeProblem.Refused, $"the chart '{KObject.TextOf(chart["name"])}' in helmCharts is not inflated: no chart engine is at hand");
        }

        return [.. charts.Inflate(new ChartEntry(folder.Tree, folder.Root, globals, entry), context.Token).Select(map => new KObject((MapNode)map.Clone()) { IsFromChart = true })];
    }

    /// <summary>The objects of a chart that stands in a generator's own file.</summary>
    public static Func<IReadOnlyList<KObject>> OfPlugin(SourceFolder folder, MapNode chart) =>
        folder.Context.Options.EnableHelm ? () => Of(folder, null, chart, "") : throw NotEnabled();

    /// <summary>What is said where charts are not inflated.</summary>
    public static BuildException NotEnabled() => new("must specify --enable-helm")
    {
        Hint = "helmCharts need the switch for charts; it is set for the whole instance, not by an application.",
    };

    private static MapNode Shown(MapNode? globals, MapNode chart)
    {
        var shown = GoDecoder.Printed(chart, "types.HelmChart");
        foreach (var entry in globals ?? new MapNode())
        {
            shown[entry.Key] = entry.Value;
        }

        return shown;
    }
}
