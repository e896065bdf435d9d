using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>The fields of chart entries, and the old form that mixed them with the global ones.</summary>
internal static class HelmFields
{
    public static readonly string[] Chart =
    [
        "name", "version", "repo", "releaseName", "namespace", "valuesFile", "additionalValuesFiles", "valuesInline", "valuesMerge", "includeCRDs",
        "skipHooks", "apiVersions", "kubeVersion", "nameTemplate", "skipTests", "debug", "devel",
    ];

    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["chartName"] = "name",
        ["chartVersion"] = "version",
        ["chartRepoUrl"] = "repo",
        ["releaseName"] = "releaseName",
        ["releaseNamespace"] = "namespace",
        ["values"] = "valuesFile",
        ["valuesLocal"] = "valuesInline",
        ["valuesMerge"] = "valuesMerge",
    };

    /// <summary>Takes <c>helmChartInflationGenerator</c> apart into charts and globals.</summary>
    public static (List<MapNode> Charts, MapNode? Globals) Split(FieldReader f)
    {
        var charts = new List<MapNode>();
        MapNode? globals = null;
        foreach (var old in (f.Node("helmChartInflationGenerator") as ListNode ?? []).OfType<MapNode>())
        {
            var chart = new MapNode();
            foreach (var entry in old)
            {
                if (Renamed.TryGetValue(entry.Key, out var name))
                {
                    chart[name] = entry.Value;
                }
                else if (entry.Key.Equals("chartHome", StringComparison.OrdinalIgnoreCase) && KObject.TextOf(entry.Value).Length > 0)
                {
                    (globals ??= new MapNode())["chartHome"] = entry.Value;
                }
            }

            charts.Add(chart);
        }

        return (charts, globals);
    }
}
