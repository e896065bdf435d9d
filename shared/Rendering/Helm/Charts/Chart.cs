using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// A chart as it was loaded. Shared by all renders and never changed: each render works on its own <see cref="ReleaseChart"/>.
/// </summary>
internal sealed class Chart
{
    /// <summary>Chart.yaml.</summary>
    public required ChartMetadata Metadata { get; init; }

    /// <summary>Everything under <c>templates/</c>.</summary>
    public required IReadOnlyList<ChartFile> Templates { get; init; }

    /// <summary>What <c>.Files</c> offers, <c>crds/</c> included.</summary>
    public required IReadOnlyList<ChartFile> Files { get; init; }

    /// <summary>The chart's own values; null where it has no values.yaml. Copy before changing.</summary>
    public GoMap? Values { get; init; }

    /// <summary>values.schema.json; null where there is none.</summary>
    public ChartFile? Schema { get; init; }

    /// <summary>The charts under <c>charts/</c>, in order of their names there.</summary>
    public required IReadOnlyList<Chart> Dependencies { get; init; }

    /// <summary>The files of <c>crds/</c> that hold manifests.</summary>
    public IEnumerable<ChartFile> Crds => Files.Where(f => f.Name.StartsWith("crds/", StringComparison.Ordinal) && IsManifest(f.Name));

    private static bool IsManifest(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ||
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
