using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>A kustomization file, its old spellings turned into the new ones.</summary>
internal sealed record Kustomization
{
    public const string KustomizationKind = "Kustomization";
    public const string ComponentKind = "Component";

    public required string FileName { get; init; }

    public required string Kind { get; init; }

    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<string> Components { get; init; } = [];

    public IReadOnlyList<string> Crds { get; init; } = [];

    public string NamePrefix { get; init; } = "";

    public string NameSuffix { get; init; } = "";

    public string Namespace { get; init; } = "";

    public SortedDictionary<string, string> CommonLabels { get; init; } = [];

    public IReadOnlyList<LabelEntry> Labels { get; init; } = [];

    public SortedDictionary<string, string> CommonAnnotations { get; init; } = [];

    public IReadOnlyList<string> PatchesStrategicMerge { get; init; } = [];

    public IReadOnlyList<PatchEntry> PatchesJson6902 { get; init; } = [];

    public IReadOnlyList<PatchEntry> Patches { get; init; } = [];

    public IReadOnlyList<ImageEntry> Images { get; init; } = [];

    public IReadOnlyList<Replacement> Replacements { get; init; } = [];

    public IReadOnlyList<ReplicaEntry> Replicas { get; init; } = [];

    public IReadOnlyList<VarEntry> Vars { get; init; } = [];

    public SortEntry? Sort { get; init; }

    public IReadOnlyList<GeneratorEntry> ConfigMaps { get; init; } = [];

    public IReadOnlyList<GeneratorEntry> Secrets { get; init; } = [];

    public GeneratorOptions? GeneratorOptions { get; init; }

    public IReadOnlyList<string> Configurations { get; init; } = [];

    public IReadOnlyList<string> Generators { get; init; } = [];

    public IReadOnlyList<string> Transformers { get; init; } = [];

    public IReadOnlyList<string> Validators { get; init; } = [];

    public IReadOnlyList<string> BuildMetadata { get; init; } = [];

    public SortedDictionary<string, string>? OpenApi { get; init; }

    public IReadOnlyList<MapNode> HelmCharts { get; init; } = [];

    public MapNode? HelmGlobals { get; init; }
}
