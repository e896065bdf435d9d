using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>What the templates of each chart see as their root: <c>.Values</c>, <c>.Chart</c>, <c>.Release</c> and the rest.</summary>
internal sealed class ReleaseScopes
{
    private readonly Dictionary<string, GoMap> _scopes = new(StringComparer.Ordinal);
    private readonly GoMap _release;
    private readonly CapabilitiesObject _capabilities;
    private readonly Action<RepoPath>? _read;
    private readonly HelmVersion _helm;

    private ReleaseScopes(GoMap release, CapabilitiesObject capabilities, HelmVersion helm, Action<RepoPath>? read)
    {
        _helm = helm;
        _release = release;
        _capabilities = capabilities;
        _read = read;
    }

    /// <summary>The scopes of a render.</summary>
    /// <param name="root">The chart with all charts that take part.</param>
    /// <param name="values">The coalesced values.</param>
    /// <param name="release"><c>.Release</c>, one map for all charts.</param>
    /// <param name="capabilities"><c>.Capabilities</c>.</param>
    /// <param name="helm">Whose <c>.Chart</c>.</param>
    /// <param name="read">Told about files that templates look into.</param>
    public static ReleaseScopes Of(ReleaseChart root, GoMap values, GoMap release, CapabilitiesObject capabilities, HelmVersion helm, Action<RepoPath>? read)
    {
        var scopes = new ReleaseScopes(release, capabilities, helm, read);
        scopes.Add(root, values.As(ValuesType.Of(helm)));
        return scopes;
    }

    /// <summary>The scope of a chart's templates, told which template is about to run.</summary>
    public GoMap For(ChartTemplate template)
    {
        var scope = _scopes[template.Chart];
        scope["Template"] = new GoMap { Type = ValuesType.Of(_helm), ["Name"] = template.Name, ["BasePath"] = template.Chart + "/templates" };
        return scope.As(ValuesType.Of(_helm));
    }

    private GoMap Add(ReleaseChart chart, GoMap values)
    {
        var subcharts = new GoMap(chart.Children.Count);
        var scope = new GoMap(8)
        {
            ["Chart"] = _helm == HelmVersion.V3 ? ChartStruct.Of(chart) : ChartObject.Of(chart),
            ["Files"] = FilesObject.Of(chart.Source, _read),
            ["Release"] = _release,
            ["Capabilities"] = _capabilities,
            ["Values"] = values,
            ["Subcharts"] = subcharts,
        };
        _scopes[chart.FullPath] = scope;
        foreach (var child in chart.Children)
        {
            // The name is read as a path, so a chart with a dot in its name sees no values unless tables of such names lie in one another.
            var section = GoValues.Table(values, child.Name) is { } table ? table.As(ValuesType.Of(_helm)) : new GoMap { Type = ValuesType.Of(_helm) };
            subcharts[child.Name] = Add(child, section);
        }

        return scope;
    }
}
