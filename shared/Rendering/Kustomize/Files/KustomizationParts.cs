using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Which objects are meant: patterns for the parts of their identity, and selectors.</summary>
internal sealed record TargetSelector(string Group, string Version, string Kind, string Name, string Namespace, string LabelSelector, string AnnotationSelector)
{
    public ResId Id => new(new Gvk(Group, Version, Kind), Name, Namespace);

    public override string ToString() => $"{Id}:a={AnnotationSelector}:l={LabelSelector}";
}

internal sealed record PatchEntry(string Path, string Patch, TargetSelector? Target, bool AllowNameChange, bool AllowKindChange, MapNode Written);

internal sealed record LabelEntry(SortedDictionary<string, string> Pairs, bool IncludeSelectors, bool IncludeTemplates, IReadOnlyList<FieldSpec> Fields);

internal sealed record ImageEntry(string Name, string NewName, string NewTag, string Digest, string TagSuffix);

internal sealed record ReplicaEntry(string Name, long Count);

internal sealed record GeneratorOptions(SortedDictionary<string, string>? Labels, SortedDictionary<string, string>? Annotations, bool DisableNameSuffixHash, bool Immutable)
{
    /// <summary>These with what <paramref name="global"/> adds; the own labels and annotations win.</summary>
    public static GeneratorOptions? Merge(GeneratorOptions? own, GeneratorOptions? global)
    {
        if (global is null)
        {
            return own;
        }

        own ??= new GeneratorOptions(null, null, false, false);
        return new GeneratorOptions(
            Add(own.Labels, global.Labels), Add(own.Annotations, global.Annotations),
            own.DisableNameSuffixHash || global.DisableNameSuffixHash, own.Immutable || global.Immutable);
    }

    private static SortedDictionary<string, string>? Add(SortedDictionary<string, string>? own, SortedDictionary<string, string>? global)
    {
        if (own is null || global is null)
        {
            return own ?? global;
        }

        var result = new SortedDictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (key, value) in global)
        {
            result.TryAdd(key, value);
        }

        return result;
    }
}

internal sealed record GeneratorEntry(
    string Name, string Namespace, string Behavior, string Type, IReadOnlyList<string> Literals, IReadOnlyList<string> Files,
    IReadOnlyList<string> Envs, GeneratorOptions? Options);

/// <summary>An entry of <c>vars</c>; <paramref name="Written"/> is how messages show it as it stands in the file.</summary>
internal sealed record VarEntry(string Name, string Written, Gvk Gvk, string ObjectName, string Namespace, string FieldPath);

internal sealed record SortEntry(string Order, IReadOnlyList<string>? First, IReadOnlyList<string>? Last);

internal sealed record FieldOptions(string Delimiter, int Index, string Encoding, bool Create);

internal sealed record ReplacementSource(TargetSelector Selector, string FieldPath, FieldOptions? Options);

internal sealed record ReplacementTarget(TargetSelector? Select, IReadOnlyList<TargetSelector> Reject, IReadOnlyList<string> FieldPaths, FieldOptions? Options);

internal sealed record Replacement(ReplacementSource? Source, string? SourceValue, IReadOnlyList<ReplacementTarget>? Targets, string Path)
{
    /// <summary>How messages show it.</summary>
    public MapNode Written { get; init; } = new();
}
