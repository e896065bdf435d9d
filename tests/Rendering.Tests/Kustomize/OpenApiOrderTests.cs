namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>
/// A schema of one's own takes the place of the built-in one, unless that was needed before: then both count. The original loads its own one for the first merge, and for
/// a kind that it has no table for.
/// </summary>
public sealed class OpenApiOrderTests
{
    private const string Schema = """
        {"definitions": {"com.example.v1.Shelf": {"type": "object",
          "x-kubernetes-group-version-kind": [{"group": "example.com", "kind": "Shelf", "version": "v1"}],
          "properties": {"spec": {"properties": {"books": {"type": "array", "items": {"type": "object"},
            "x-kubernetes-patch-merge-key": "title", "x-kubernetes-patch-strategy": "merge"}}}}}}}
        """;

    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: a}, {name: side, image: b}]}\n";
    private const string Shelf = "apiVersion: example.com/v1\nkind: Shelf\nmetadata: {name: top}\nspec: {books: [{title: one, pages: 1}, {title: two, pages: 2}]}\n";
    private const string Patches = """
        patches:
        - patch: '{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: c}]}}'
        - patch: '{apiVersion: example.com/v1, kind: Shelf, metadata: {name: top}, spec: {books: [{title: two, pages: 3}]}}'

        """;

    [Fact]
    public void Named_first_it_counts_alone() =>
        Assert.Equal((false, true), Merged(("top/kustomization.yaml", "resources: [pod.yaml, shelf.yaml]\nopenapi: {path: own.json}\n" + Patches), ("top/own.json", Schema)));

    [Fact]
    public void Named_after_a_merge_both_count() => Assert.Equal((true, true), Merged(
        ("early/kustomization.yaml", "resources: [map.yaml]\npatches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}'\n"),
        ("early/map.yaml", Written.ConfigMap),
        ("late/kustomization.yaml", "commonAnnotations: {a: b}\nopenapi: {path: own.json}\n"),
        ("late/own.json", Schema),
        ("top/kustomization.yaml", "resources: [pod.yaml, ../early, ../late, shelf.yaml]\n" + Patches)));

    [Fact]
    public void Named_after_a_kind_without_a_table_both_count() => Assert.Equal((true, true), Merged(
        ("late/kustomization.yaml", "commonAnnotations: {a: b}\nopenapi: {path: own.json}\n"),
        ("late/own.json", Schema),
        ("top/kustomization.yaml", "resources: [shelf.yaml, ../late, pod.yaml]\n" + Patches)));

    [Fact]
    public void Named_after_kinds_that_are_known_it_counts_alone() => Assert.Equal((false, true), Merged(
        ("late/kustomization.yaml", "commonAnnotations: {a: b}\nopenapi: {path: own.json}\n"),
        ("late/own.json", Schema),
        ("top/kustomization.yaml", "resources: [pod.yaml, ../late, shelf.yaml]\n" + Patches)));

    [Fact]
    public void An_empty_file_is_told() => Assert.Equal(
        "invalid schema file: 'own.json' is empty", Written.Build(("kustomization.yaml", "resources: [in.yaml]\nopenapi: {path: own.json}\n"), ("in.yaml", Written.ConfigMap), ("own.json", "")).Error);

    // Whether the patches kept what they do not speak of: merged by the built-in schema, and by one's own.
    private static (bool BuiltIn, bool Own) Merged(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var result = Written.Build([("kustomization.yaml", "resources: [top]\n"), ("top/pod.yaml", Pod), ("top/shelf.yaml", Shelf), .. files]);

        Assert.True(result.Succeeded, result.Error);
        return (result.ToYaml().Contains("name: side", StringComparison.Ordinal), result.ToYaml().Contains("title: one", StringComparison.Ordinal));
    }
}
