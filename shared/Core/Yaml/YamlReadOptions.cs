namespace Plumbline.Core.Yaml;

/// <summary>What a duplicate key in a map does.</summary>
public enum DuplicateKeys
{
    /// <summary>A problem.</summary>
    Refuse,

    /// <summary>The last value counts.</summary>
    LastWins,

    /// <summary>The first value counts; what repeats it stays in the map, under a key by which <see cref="RepeatedKey"/> knows it.</summary>
    Keep,
}

/// <summary>How a text is read, and how much of it (threats T-YAML-1 to T-YAML-3).</summary>
public sealed record YamlReadOptions
{
    /// <summary>The rules for manifests.</summary>
    public static YamlReadOptions Default { get; } = new();

    /// <summary>Default: <see cref="YamlDialect.Kubernetes"/>.</summary>
    public YamlDialect Dialect { get; init; } = YamlDialect.Kubernetes;

    /// <summary>Default: refuse.</summary>
    public DuplicateKeys DuplicateKeys { get; init; } = DuplicateKeys.Refuse;

    /// <summary>Whether keys that have no form in JSON stay, under a key by which <see cref="OddKey"/> knows them. Otherwise keys are texts, and those that cannot be are refused. Default: no.</summary>
    public bool KeepsOddKeys { get; init; }

    /// <summary>
    /// Whether the text goes the way Helm's values go, through JSON: tags that are not known are ignored, null keys and numbers JSON cannot write are refused.
    /// Default: no.
    /// </summary>
    public bool ThroughJson { get; init; }

    /// <summary>Largest text in bytes. Default 5 MiB.</summary>
    public int MaxBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Deepest nesting. Default 100.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Longest scalar in characters. Default 1.5 Mi, the most an object may hold in a cluster.</summary>
    public int MaxScalar { get; init; } = 3 * 512 * 1024;

    /// <summary>Most documents. Default 10,000.</summary>
    public int MaxDocuments { get; init; } = 10_000;

    /// <summary>Most aliases in one document. Default 1,000.</summary>
    public int MaxAliases { get; init; } = 1_000;

    /// <summary>Most nodes of one text, aliases expanded. Default 1,000,000.</summary>
    public int MaxNodes { get; init; } = 1_000_000;
}
