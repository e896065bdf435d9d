using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads the structs of a kustomization, which plugins' configurations share.</summary>
internal static class PartReader
{
    public static readonly string[] SelectorFields = ["group", "version", "kind", "name", "namespace", "annotationSelector", "labelSelector"];
    public static readonly string[] PatchFields = ["path", "patch", "target", "options"];
    public static readonly string[] GeneratorFields = ["namespace", "name", "behavior", "literals", "files", "envs", "env", "options", "type"];
    public static readonly string[] OptionFields = ["labels", "annotations", "disableNameSuffixHash", "immutable"];
    public static readonly string[] FieldSpecFields = ["group", "version", "kind", "path", "create"];
    public static readonly string[] ImageFields = ["name", "newName", "tagSuffix", "newTag", "digest"];
    public static readonly string[] ReplacementFields = ["source", "sourceValue", "targets", "path"];

    public static TargetSelector? Selector(FieldReader reader, string name) =>
        reader.Struct(name, "Selector", SelectorFields) is { } fields ? Selector(fields) : null;

    public static TargetSelector Selector(FieldReader f) => new(
        f.Text("group"), f.Text("version"), f.Text("kind"), f.Text("name"), f.Text("namespace"), f.Text("labelSelector"), f.Text("annotationSelector"));

    public static PatchEntry Patch(FieldReader f, MapNode written)
    {
        var options = f.Struct("options", "PatchArgs", "allowNameChange", "allowKindChange");
        return new PatchEntry(
            f.Text("path"), f.Text("patch"), Selector(f, "target"), options?.Flag("allowNameChange") ?? false, options?.Flag("allowKindChange") ?? false, written);
    }

    public static List<PatchEntry> Patches(FieldReader f, string name)
    {
        var items = f.Structs(name, "Patch", PatchFields);
        var written = f.Node(name) as ListNode;
        return [.. items.Select((item, i) => Patch(item, written?[i] as MapNode ?? new MapNode()))];
    }

    public static FieldSpec FieldSpec(FieldReader f) =>
        new(new Gvk(f.Text("group"), f.Text("version"), f.Text("kind")), f.Text("path"), f.Flag("create"));

    public static List<FieldSpec> FieldSpecs(FieldReader f, string name) => [.. f.Structs(name, "FieldSpec", FieldSpecFields).Select(FieldSpec)];

    public static ImageEntry Image(FieldReader f) => new(f.Text("name"), f.Text("newName"), f.Text("newTag"), f.Text("digest"), f.Text("tagSuffix"));

    public static GeneratorOptions? Options(FieldReader f, string name) => f.Struct(name, "GeneratorOptions", OptionFields) is { } o
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
        var reference = f.Struct("objref", "Target", "apiVersion", "group", "version", "kind", "name", "namespace");
        var field = f.Struct("fieldref", "FieldSelector", "fieldPath");
        var gvk = reference is null ? default : new Gvk(reference.Text("group"), reference.Text("version"), reference.Text("kind"));
        if (reference?.Text("apiVersion") is { Length: > 0 } apiVersion)
        {
            var parts = apiVersion.Split('/');
            gvk = parts.Length == 2 ? gvk with { Group = parts[0], Version = parts[1] } : parts.Length == 1 ? gvk with { Version = parts[0] } : gvk;
        }

        var path = field?.Text("fieldPath") ?? "";
        gvk = new Gvk(gvk.Group ?? "", gvk.Version ?? "", gvk.Kind ?? "");
        return new VarEntry(f.Text("name"), gvk, reference?.Text("name") ?? "", reference?.Text("namespace") ?? "", path.Length > 0 ? path : "metadata.name");
    }

    public static SortEntry? Sort(FieldReader f)
    {
        if (f.Struct("sortOptions", "SortOptions", "order", "legacySortOptions") is not { } sort)
        {
            return null;
        }

        var legacy = sort.Struct("legacySortOptions", "LegacySortOptions", "orderFirst", "orderLast");
        return new SortEntry(sort.Text("order"), legacy?.Texts("orderFirst"), legacy?.Texts("orderLast"));
    }

    public static Replacement Replacement(FieldReader f)
    {
        var source = f.Struct("source", "SourceSelector", [.. SelectorFields, "fieldPath", "options"]);
        return new Replacement(
            source is null ? null : new ReplacementSource(Selector(source), source.Text("fieldPath"), FieldOptions(source)),
            f.Has("sourceValue") ? f.Text("sourceValue") : null,
            f.Has("targets") ? [.. f.Structs("targets", "TargetSelector", "select", "reject", "fieldPaths", "options").Select(Target)] : null,
            f.Text("path"));
    }

    private static ReplacementTarget Target(FieldReader f) => new(
        Selector(f, "select"), [.. f.Structs("reject", "Selector", SelectorFields).Select(Selector)], f.Texts("fieldPaths"), FieldOptions(f));

    private static FieldOptions? FieldOptions(FieldReader f) => f.Struct("options", "FieldOptions", "delimiter", "index", "encoding", "create") is { } o
        ? new FieldOptions(o.Text("delimiter"), (int)Math.Clamp(o.Number("index"), int.MinValue, int.MaxValue), o.Text("encoding"), o.Flag("create"))
        : null;
}
