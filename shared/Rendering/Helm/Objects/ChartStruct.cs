using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>
/// Makes <c>.Chart</c> as Helm 3 has it: a Go struct around the description, so that an unknown field is an error, and JSON has the names of Chart.yaml
/// and leaves out what is empty.
/// </summary>
internal sealed class ChartStruct : IGoObject
{
    private static readonly GoListType Maintainers = new("[]*chart.Maintainer", GoType.Any);
    private static readonly GoListType Dependencies = new("[]*chart.Dependency", GoType.Any);

    private readonly GoStructObject _metadata;
    private readonly bool _isRoot;

    private ChartStruct(GoStructObject metadata, bool isRoot) => (_metadata, _isRoot) = (metadata, isRoot);

    /// <inheritdoc/>
    public string TypeName => "struct { chart.Metadata; IsRoot bool }";

    /// <inheritdoc/>
    public IReadOnlyList<string> FieldNames { get; } = ["Metadata", "IsRoot"];

    /// <inheritdoc/>
    public string? StringValue => null;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, object?>>? JsonFields => [.. _metadata.JsonFields!, new("IsRoot", _isRoot)];

    /// <summary>The description of a chart within a render.</summary>
    public static ChartStruct Of(ReleaseChart chart)
    {
        var metadata = chart.Source.Metadata;
        return new ChartStruct(
            new Tagged("chart.Metadata",
            [
                ("Name", "name", chart.Name),
                ("Home", "home", metadata.Home),
                ("Sources", "sources", Texts(metadata.Sources)),
                ("Version", "version", metadata.Version),
                ("Description", "description", metadata.Description),
                ("Keywords", "keywords", Texts(metadata.Keywords)),
                ("Maintainers", "maintainers", new GoList(metadata.Maintainers.Select(Maintainer)) { Type = Maintainers, IsNil = metadata.Maintainers.Count == 0 }),
                ("Icon", "icon", metadata.Icon),
                ("APIVersion", "apiVersion", metadata.ApiVersion),
                ("Condition", "condition", metadata.Condition),
                ("Tags", "tags", metadata.Tags),
                ("AppVersion", "appVersion", metadata.AppVersion),
                ("Deprecated", "deprecated", metadata.Deprecated),
                ("Annotations", "annotations", ChartObject.Annotations(metadata.Annotations)),
                ("KubeVersion", "kubeVersion", metadata.KubeVersion),
                ("Dependencies", "dependencies", new GoList((chart.Requirements ?? []).Select(d => Dependency(d.Entry))) { Type = Dependencies, IsNil = chart.Requirements is null }),
                ("Type", "type", metadata.Type),
            ]),
            chart.Parent is null);
    }

    /// <inheritdoc/>
    public bool TryGetField(string name, out object? value)
    {
        value = name switch
        {
            "IsRoot" => _isRoot,
            "Metadata" => _metadata,
            _ => null,
        };
        return value is not null || _metadata.TryGetField(name, out value);
    }

    /// <inheritdoc/>
    public bool TryGetMethod(string name, out GoFunction? method)
    {
        method = null;
        return false;
    }

    private static GoList Texts(IReadOnlyList<string> texts) => new(texts) { Type = GoListType.String, IsNil = texts.Count == 0 };

    private static Tagged Maintainer(ChartMaintainer maintainer) =>
        new("*chart.Maintainer", [("Name", "name", maintainer.Name), ("Email", "email", maintainer.Email), ("URL", "url", maintainer.Url)]);

    private static Tagged Dependency(ChartDependency dependency) => new(
        "*chart.Dependency",
        [
            ("Name", "name", dependency.Name),
            ("Version", "version", dependency.Version),
            ("Repository", "repository", dependency.Repository),
            ("Condition", "condition", dependency.Condition),
            ("Tags", "tags", Texts(dependency.Tags)),
            ("Enabled", "enabled", dependency.Enabled),
            ("ImportValues", "import-values", new GoList(dependency.ImportValues) { IsNil = dependency.ImportValues.Count == 0 }),
            ("Alias", "alias", dependency.Alias),
        ],
        always: ["name", "repository"]);

    /// <summary>A struct whose fields have names in JSON, where empty ones are left out.</summary>
    private sealed class Tagged(string typeName, IReadOnlyList<(string Name, string Json, object? Value)> fields, params string[] always)
        : GoStructObject(typeName, [.. fields.Select(f => (f.Name, f.Value))])
    {
        /// <inheritdoc/>
        public override IReadOnlyList<KeyValuePair<string, object?>>? JsonFields { get; } =
            [.. fields.Where(f => always.Contains(f.Json) || !IsEmpty(f.Value)).Select(f => new KeyValuePair<string, object?>(f.Json, f.Value))];

        private static bool IsEmpty(object? value) => value is null or "" or false or GoList { Count: 0 } or GoMap { Count: 0 };
    }
}
