using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// A chart within one render: which of its dependencies take part, under which names, with which values. Made anew for each render
/// from the shared <see cref="Chart"/>.
/// </summary>
internal sealed class ReleaseChart
{
    // The chart that FullPath goes on from. Helm copies a chart that it takes in under an alias, and the charts in it, but not those further in: they
    // still point to the chart they were loaded with, and their templates bear its path.
    private ReleaseChart? _above;

    private ReleaseChart(Chart source, string name, ReleaseChart? parent)
    {
        Source = source;
        Name = name;
        Parent = parent;
        _above = parent;
        Requirements = source.Metadata.Dependencies;
        Values = source.Values;
    }

    /// <summary>What was loaded.</summary>
    public Chart Source { get; }

    /// <summary>The chart's name, or the alias under which its parent takes it in.</summary>
    public string Name { get; }

    /// <summary>The chart that holds this one; null for the root.</summary>
    public ReleaseChart? Parent { get; }

    /// <summary>The charts that take part.</summary>
    public List<ReleaseChart> Children { get; private set; } = [];

    /// <summary>The declared dependencies that take part; an alias stands as the name. Null where the chart declares none.</summary>
    public IReadOnlyList<ChartDependency>? Requirements { get; set; }

    /// <summary>The chart's own values, with what was imported. Shared until replaced: copy before changing.</summary>
    public GoMap? Values { get; set; }

    /// <summary><c>root/charts/child</c>, the start of template names.</summary>
    public string FullPath => _above is null ? Name : $"{_above.FullPath}/charts/{Name}";

    /// <summary>The root of a render.</summary>
    public static ReleaseChart Root(Chart chart) => Made(chart, chart.Metadata.Name, null);

    /// <summary>Brings in declared dependencies under their aliases, beside the vendored charts that nobody declares.</summary>
    /// <param name="helm">Helm 3 does not copy the charts in the chart either.</param>
    /// <param name="renamed">Entries that went under their alias before: Helm 3 changes them for all copies of a chart.</param>
    public void TakeInDependencies(HelmVersion helm, ISet<ChartDependency> renamed)
    {
        var declared = (Requirements ?? []).Select(d => helm == HelmVersion.V3 && renamed.Contains(d.Loaded) ? d.TakenIn() : d).ToList();
        var children = Children.Where(c => !declared.Any(d => Fits(d, c.Source))).ToList();
        children.ForEach(c => c._above = this);
        foreach (var dependency in declared)
        {
            if (Children.Find(c => Fits(dependency, c.Source)) is { } vendored)
            {
                children.Add(Copy(vendored, dependency.Key, helm));
            }
        }

        Children = children;
        Requirements = [.. declared.Select(d => d.TakenIn())];
        renamed.UnionWith(Requirements.Select(d => d.Loaded));
    }

    /// <summary>Drops the charts of these names, with their declarations.</summary>
    public void Drop(IReadOnlySet<string> names)
    {
        Children = [.. Children.Where(c => !names.Contains(c.Name))];
        Requirements = Requirements!.Where(r => !names.Contains(r.Name)).ToList() is { Count: > 0 } left ? left : null;
    }

    private static bool Fits(ChartDependency dependency, Chart chart) =>
        chart.Metadata.Name == dependency.Name &&
        SemanticVersion.TryParse(chart.Metadata.Version, out var version, out _) &&
        VersionConstraint.TryParse(dependency.Version, out var range, out _) && range.Check(version);

    private ReleaseChart Copy(ReleaseChart vendored, string name, HelmVersion helm)
    {
        var copy = Made(vendored.Source, name, this);
        if (helm == HelmVersion.V3)
        {
            copy.Children.ForEach(c => c._above = vendored);
            return copy;
        }

        foreach (var (child, original) in copy.Children.Zip(vendored.Children))
        {
            child.Children.ForEach(c => c._above = original);
        }

        return copy;
    }

    private static ReleaseChart Made(Chart chart, string name, ReleaseChart? parent)
    {
        var made = new ReleaseChart(chart, name, parent);
        made.Children.AddRange(chart.Dependencies.Select(c => Made(c, c.Metadata.Name, made)));
        return made;
    }
}
