namespace Plumbline.Rendering.Helm.Charts;

/// <summary>A maintainer named in Chart.yaml.</summary>
internal sealed record ChartMaintainer(string Name, string Email, string Url)
{
    /// <summary>Stands for a null in the list until <see cref="ChartMetadataCheck"/> refuses it.</summary>
    public static readonly ChartMaintainer Null = new("", "", "");
}

/// <summary>The contents of Chart.yaml; cleaned and checked once the chart is loaded.</summary>
internal sealed record ChartMetadata
{
    public string Name { get; init; } = "";

    public string Home { get; init; } = "";

    public IReadOnlyList<string> Sources { get; init; } = [];

    public string Version { get; init; } = "";

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<ChartMaintainer> Maintainers { get; init; } = [];

    public string Icon { get; init; } = "";

    /// <summary><c>v1</c>, <c>v2</c>; <c>v1</c> where it is missing.</summary>
    public string ApiVersion { get; init; } = "";

    public string Condition { get; init; } = "";

    public string Tags { get; init; } = "";

    public string AppVersion { get; init; } = "";

    public bool Deprecated { get; init; }

    /// <summary>Null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Range of Kubernetes versions; empty for any.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>Null where the file has none, which is not the same as an empty list.</summary>
    public IReadOnlyList<ChartDependency>? Dependencies { get; init; }

    /// <summary>Empty, <c>application</c> or <c>library</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Library charts give templates to others and render nothing themselves.</summary>
    public bool IsLibrary => Type.Equals("library", StringComparison.OrdinalIgnoreCase);
}
