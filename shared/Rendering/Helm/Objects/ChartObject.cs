using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>Makes <c>.Chart</c>: a map with Go's field names.</summary>
internal static class ChartObject
{
    /// <summary>The description of a chart within a render.</summary>
    public static GoMap Of(ReleaseChart chart)
    {
        var metadata = chart.Source.Metadata;
        return new GoMap(20)
        {
            ["Name"] = chart.Name,
            ["Home"] = metadata.Home,
            ["Sources"] = new GoList(metadata.Sources),
            ["Version"] = metadata.Version,
            ["Description"] = metadata.Description,
            ["Keywords"] = new GoList(metadata.Keywords),
            ["Maintainers"] = new GoList(metadata.Maintainers.Select(m => new GoMap { ["Name"] = m.Name, ["Email"] = m.Email, ["URL"] = m.Url })),
            ["Icon"] = metadata.Icon,
            ["APIVersion"] = metadata.ApiVersion,
            ["Condition"] = metadata.Condition,
            ["Tags"] = metadata.Tags,
            ["AppVersion"] = metadata.AppVersion,
            ["Deprecated"] = metadata.Deprecated,
            ["Annotations"] = Annotations(metadata.Annotations),
            ["KubeVersion"] = metadata.KubeVersion,
            ["Dependencies"] = new GoList((chart.Requirements ?? []).Select(d => Dependency(d.Entry))),
            ["Type"] = metadata.Type,
            ["IsRoot"] = chart.Parent is null,
        };
    }

    /// <summary>Annotations as a map of texts.</summary>
    public static GoMap Annotations(IReadOnlyDictionary<string, string>? annotations)
    {
        if (annotations is null)
        {
            return new GoMap { Type = GoMapType.String, IsNil = true };
        }

        var map = new GoMap(annotations.Count) { Type = GoMapType.String };
        foreach (var (key, value) in annotations)
        {
            map[key] = value;
        }

        return map;
    }

    private static GoMap Dependency(ChartDependency dependency) => new(8)
    {
        ["Name"] = dependency.Name,
        ["Version"] = dependency.Version,
        ["Repository"] = dependency.Repository,
        ["Condition"] = dependency.Condition,
        ["Tags"] = new GoList(dependency.Tags),
        ["Enabled"] = dependency.Enabled,
        ["ImportValues"] = new GoList(dependency.ImportValues),
        ["Alias"] = dependency.Alias,
    };
}
