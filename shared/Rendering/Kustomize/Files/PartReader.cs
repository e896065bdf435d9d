using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads the structs of a kustomization, which plugins' configurations share.</summary>
internal static class PartReader
{
    public static TargetSelector? Selector(FieldReader reader, string name) =>
        reader.Struct(name, "Selector") is { } fields ? Selector(fields) : null;

    public static TargetSelector Selector(FieldReader f) => new(
        f.Text("group"), f.Text("version"), f.Text("kind"), f.Text("name"), f.Text("namespace"), f.Text("labelSelector"), f.Text("annotationSelector"));

    public static PatchEntry Patch(FieldReader f, MapNode written)
    {
        var options = f.Struct("options", "PatchArgs");
        return new PatchEntry(
            f.Text("path"), f.Text("patch"), Selector(f, "target"), options?.Flag("allowNameChange") ?? false, options?.Flag("allowKindChange") ?? false, written);
    }

    public static List<PatchEntry> Patches(FieldReader f, string name)
    {
        var items = f.Structs(name, "Patch");
        var written = f.Node(name) as ListNode;
        return [.. items.Select((item, i) => Patch(item, GoDecoder.Printed(written?[i] as MapNode ?? new MapNode(), "types.Patch")))];
    }

    public static FieldSpec FieldSpec(FieldReader f) =>
        new(new Gvk(f.Text("group"), f.Text("version"), f.Text("kind")), f.Text("path"), f.Flag("create"));

    public static List<FieldSpec> FieldSpecs(FieldReader f, string name) => [.. f.Structs(name, "FieldSpec").Select(FieldSpec)];

    public static ImageEntry Image(FieldReader f) => new(f.Text("name"), f.Text("newName"), f.Text("newTag"), f.Text("digest"), f.Text("tagSuffix"));

    public static GeneratorOptions? Options(FieldReader f, string name) => f.Struct(name, "GeneratorOptions") is { } o
        ? new GeneratorOptions(o.Map("labels"), o.Map("annotations"), o.Flag("disableNameSuffixHash"), o.Flag("immutable"))
        : null;

    public static GeneratorEntry Generator(FieldReader f, bool secret)
    {
        var envs = f.Texts("envs");
        if (f.Text("env") is { Length: > 0 } env)
        {
            envs.Add(env);
        }

        return new GeneratorEntry(
            f.Text("name"), f.Text("namespace"), f.Text("behavior"), secret ? f.Text("type") : "", f.Texts("literals"), f.Texts("files"), envs, Options(f, "options"));
    }

    public static LabelEntry Label(FieldReader f) => new(
        f.Map("pairs") ?? new(StringComparer.Ordinal), f.Flag("includeSelectors"), f.Flag("includeTemplates"), FieldSpecs(f, "fields"));

    public static VarEntry Var(FieldReader f)
    {
        var reference = f.Struct("objref", "Target");
        var field = f.Struct("fieldref", "FieldSelector");
        var gvk = reference is null ? new Gvk("", "", "") : new Gvk(reference.Text("group"), reference.Text("version"), reference.Text("kind"));
        var written = gvk;
        if (reference?.Text("apiVersion") is { Length: > 0 } apiVersion)
        {
            var parts = apiVersion.Split('/');
            gvk = parts.Length == 2 ? gvk with { Group = parts[0], Version = parts[1] } : parts.Length == 1 ? gvk with { Version = parts[0] } : gvk;
        }

        var path = field?.Text("fieldPath") ?? "";
        return new VarEntry(f.Text("name"), $"{{{f.Text("name")} {written} {{{path}}}}}", gvk, reference?.Text("name") ?? "", reference?.Text("namespace") ?? "", path.Length > 0 ? path : "metadata.name");
    }

    public static SortEntry? Sort(FieldReader f)
    {
        if (f.Struct("sortOptions", "SortOptions") is not { } sort)
        {
            return null;
        }

        var legacy = sort.Struct("legacySortOptions", "LegacySortOptions");
        return new SortEntry(sort.Text("order"), legacy?.Texts("orderFirst"), legacy?.Texts("orderLast"));
    }

    public static List<Replacement> Replacements(FieldReader f) => [.. f.Structs("replacements", "ReplacementField").Zip(f.Node("replacements") as ListNode ?? [], (fields, written) =>
        Replacement(fields) is var read && read.Targets is { Count: 0 }
            ? read with { Targets = null, Written = GoDecoder.Printed((MapNode)written, "types.ReplacementField") }
            : read with { Written = GoDecoder.Printed((MapNode)written, "types.ReplacementField") })];

    public static Replacement Replacement(FieldReader f)
    {
        var source = f.Struct("source", "SourceSelector");
        return new Replacement(
            source is null ? null : new ReplacementSource(Selector(source), source.Text("fieldPath"), FieldOptions(source)),
            f.Has("sourceValue") ? f.Text("sourceValue") : null,
            f.Has("targets") ? [.. f.Structs("targets", "TargetSelector").Select(Target)] : null,
            f.Text("path"));
    }

    private static ReplacementTarget Target(FieldReader f) => new(
        Selector(f, "select"), [.. f.Structs("reject", "Selector").Select(Selector)], f.Texts("fieldPaths"), FieldOptions(f));

    private static FieldOptions? FieldOptions(FieldReader f) => f.Struct("options", "FieldOptions") is { } o
        ? new FieldOptions(o.Text("delimiter"), (int)Math.Clamp(o.Number("index"), int.MinValue, int.MaxValue), o.Text("encoding"), o.Flag("create"))
        : null;
}
