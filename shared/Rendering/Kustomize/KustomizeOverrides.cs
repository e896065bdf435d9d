using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize;

/// <summary>One replica count of an application's overrides.</summary>
/// <param name="Name">Name of the object.</param>
/// <param name="Count">Wanted replicas.</param>
public sealed record ReplicaOverride(string Name, long Count);

/// <summary>
/// What an application sets on top of its kustomization (SRC-17). It is laid over the kustomization as it is read; the source is
/// not written to.
/// </summary>
public sealed record KustomizeOverrides
{
    /// <summary>Replaces <c>namePrefix</c>; empty leaves it.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>Replaces <c>nameSuffix</c>; empty leaves it.</summary>
    public string NameSuffix { get; init; } = "";

    /// <summary>Replaces <c>namespace</c>; empty leaves it.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Images of the form <c>[old=]name[:tag][@digest]</c>.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Replica counts; of entries with one name the application's wins.</summary>
    public IReadOnlyList<ReplicaOverride> Replicas { get; init; } = [];

    /// <summary>Labels on everything.</summary>
    public IReadOnlyDictionary<string, string> CommonLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether labels leave selectors alone. Default: no.</summary>
    public bool LabelWithoutSelector { get; init; }

    /// <summary>Whether labels without selectors still reach templates. Default: no.</summary>
    public bool LabelIncludeTemplates { get; init; }

    /// <summary>Whether a label that is there already is replaced; otherwise it is a problem. Default: no.</summary>
    public bool ForceCommonLabels { get; init; }

    /// <summary>Annotations on everything.</summary>
    public IReadOnlyDictionary<string, string> CommonAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether an annotation that is there already is replaced; otherwise it is a problem. Default: no.</summary>
    public bool ForceCommonAnnotations { get; init; }

    /// <summary>Whether <c>$NAME</c> in annotations is taken from the build environment. Default: no.</summary>
    public bool CommonAnnotationsEnvsubst { get; init; }

    /// <summary>Patches in the form of a kustomization's <c>patches</c>.</summary>
    public IReadOnlyList<MapNode> Patches { get; init; } = [];

    /// <summary>Folders of components, from the source's folder.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Whether components whose folder is missing are left out; otherwise they are a problem. Default: no.</summary>
    public bool IgnoreMissingComponents { get; init; }
}
