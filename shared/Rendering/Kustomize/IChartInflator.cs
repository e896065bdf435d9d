using Plumbline.Core.Objects;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Kustomize;

/// <summary>One entry of <c>helmCharts</c>.</summary>
/// <param name="Tree">The kustomization's source.</param>
/// <param name="Folder">The kustomization's folder: paths of the entry start there.</param>
/// <param name="Globals">The fields of <c>helmGlobals</c>; null when there are none.</param>
/// <param name="Chart">The entry's fields, as written; the namespace filled in from the kustomization where the entry has none.</param>
public sealed record ChartEntry(ISourceTree Tree, RepoPath Folder, MapNode? Globals, MapNode Chart);

/// <summary>Turns charts into objects.</summary>
public interface IChartInflator
{
    /// <summary>The chart's objects in its own order.</summary>
    /// <exception cref="Core.Problems.ProblemException">The chart cannot be had or does not render.</exception>
    IReadOnlyList<MapNode> Inflate(ChartEntry entry, CancellationToken token);
}
