using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// A chart within one render: which of its dependencies take part, under which names, with which values. Made anew for each render
/// from the shared <see cref="Chart"/>.
/// <para>
/// Helm copies a chart that it takes in under a declaration, but not all that hangs on it: what two copies share, the work on one changes for the other. It shows in paths,
/// names and switches of the charts within, so the same is shared here.
/// </para>
/// </summary>
internal sealed class ReleaseChart
{
    private readonly ReleaseMetadata _metadata;

    private ReleaseChart(Chart source, ReleaseMetadata metadata, GoMap? values)
    {
        Source = source;
        _metadata = metadata;
        Values = values;
    }

    /// <summary>What was loaded.</summary>
    public Chart Source { get; }

    /// <summary>The chart's name, or the alias under which its parent takes it in.</summary>
    public string Name => _metadata.Name;

    /// <summary>The chart that this one goes on from in paths: mostly, but not always, the one that holds it. Null for the root.</summary>
    public ReleaseChart? Parent { get; private set; }

    /// <summary>The charts that take part.</summary>
    public List<ReleaseChart> Children { get; private set; } = [];

    /// <summary>The declared dependencies that take part; an alias stands as the name. Null where the chart declares none.</summary>
    public IReadOnlyList<ReleaseDependency>? Requirements => _metadata.Dependencies;

    /// <summary>The chart's own values, with what was imported. Shared until replaced: copy before changing.</summary>
    public GoMap? Values { get; set; }

    /// <summary><c>root/charts/child</c>, the start of template names.</summary>
    public string FullPath => Parent is null ? Name : $"{Parent.FullPath}/charts/{Name}";

    /// <summary>The root of a render.</summary>
    public static ReleaseChart Root(Chart chart)
    {
        var made = new ReleaseChart(chart, new ReleaseMetadata(chart.Metadata.Name, chart.Metadata.Dependencies?.Select(d => new ReleaseDependency(d))), chart.Values);
        made.Hold(chart.Dependencies.Select(Root));
        return made;
    }

    /// <summary>Brings in declared dependencies under their aliases, beside the vendored charts that nobody declares.</summary>
    /// <param name="helm">Helm 3 shares more between the copies of a chart.</param>
    public void TakeInDependencies(HelmVersion helm)
    {
        var declared = Requirements ?? [];
        var children = Children.Where(c => !declared.Any(d => Fits(d.Entry, c))).ToList();
        foreach (var dependency in declared)
        {
            if (Children.Find(c => Fits(dependency.Entry, c)) is { } vendored)
            {
                children.Add(vendored.Copy(dependency.Entry.Key, helm));
            }

            dependency.Entry = dependency.Entry.TakenIn();
        }

        Hold(children);
    }

    /// <summary>Drops the charts of these names, with their declarations.</summary>
    public void Drop(IReadOnlySet<string> names)
    {
        _metadata.Dependencies = Requirements!.Where(r => !names.Contains(r.Entry.Name)).ToList() is { Count: > 0 } left ? left : null;
        Hold(Children.Where(c => !names.Contains(c.Name)).ToList());
    }

    private static bool Fits(ChartDependency dependency, ReleaseChart chart) =>
        chart.Name == dependency.Name &&
        SemanticVersion.TryParse(chart.Source.Metadata.Version, out var version, out _) &&
        VersionConstraint.TryParse(dependency.Version, out var range, out _) && range.Check(version);

    private ReleaseChart Copy(string name, HelmVersion helm)
    {
        if (helm == HelmVersion.V3)
        {
            return new ReleaseChart(Source, new ReleaseMetadata(name, Requirements), Values) { Parent = Parent, Children = Children };
        }

        var copy = new ReleaseChart(Source, new ReleaseMetadata(name, Requirements?.Select(d => new ReleaseDependency(d.Entry))), Values) { Parent = Parent };
        copy.Hold(Children.Select(c => new ReleaseChart(c.Source, c._metadata, c.Values) { Children = c.Children }));
        return copy;
    }

    private void Hold(IEnumerable<ReleaseChart> children)
    {
        Children = [.. children];
        Children.ForEach(c => c.Parent = this);
    }

    private sealed class ReleaseMetadata(string name, IEnumerable<ReleaseDependency>? dependencies)
    {
        public string Name { get; } = name;

        public IReadOnlyList<ReleaseDependency>? Dependencies { get; set; } = dependencies?.ToList();
    }
}

/// <summary>A declared dependency within one render; copies of a chart may share it.</summary>
internal sealed class ReleaseDependency(ChartDependency entry)
{
    /// <summary>What it says by now.</summary>
    public ChartDependency Entry { get; set; } = entry;
}
