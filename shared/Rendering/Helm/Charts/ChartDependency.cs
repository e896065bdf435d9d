namespace Plumbline.Rendering.Helm.Charts;

/// <summary>An entry of <c>dependencies</c> in Chart.yaml or requirements.yaml.</summary>
internal sealed record ChartDependency
{
    /// <summary>Stands for a null in the list until <see cref="ChartMetadataCheck"/> refuses it.</summary>
    public static readonly ChartDependency Null = new();

    /// <summary>Name of the chart.</summary>
    public string Name { get; init; } = "";

    /// <summary>Range of versions.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where it is fetched from; empty for charts that are only vendored.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Comma separated paths of values that switch it on or off.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Names under <c>tags</c> in the values that switch it on or off.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>As written; rendering decides anew.</summary>
    public bool Enabled { get; init; }

    /// <summary>Texts, or maps with <c>child</c> and <c>parent</c>.</summary>
    public IReadOnlyList<object?> ImportValues { get; init; } = [];

    /// <summary>Another name for this copy of the chart; empty for none.</summary>
    public string Alias { get; init; } = "";

    /// <summary>The name the copy goes by.</summary>
    public string Key => Alias.Length > 0 ? Alias : Name;

    /// <summary>The entry as a chart has it that takes part: under its alias.</summary>
    public ChartDependency TakenIn() => this with { Name = Key, Enabled = true };
}
