namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>The original remembers names in annotations while it builds, where a JSON patch can see them.</summary>
public sealed class AnnotationMemoryTests
{
    private const string Memory = "internal.config.kubernetes.io/previousNames";

    [Fact]
    public void A_copy_of_all_annotations_holds_them()
    {
        var yaml = Patched("""[{"op": "copy", "from": "/metadata/annotations", "path": "/data/seen"}]""").ToYaml();

        Assert.Contains("    " + Memory + ": settings\n", yaml, StringComparison.Ordinal);
        Assert.Equal(1, yaml.Split(Memory + ":").Length - 1);
    }

    [Fact]
    public void A_test_of_all_annotations_meets_them() =>
        Assert.EndsWith("testing value /metadata/annotations failed: test failed",
            Patched("""[{"op": "test", "path": "/metadata/annotations", "value": {"note": "x"}}]""").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"op": "replace", "path": "/metadata/annotations", "value": {"other": "y"}}]""")]
    [InlineData("""[{"op": "remove", "path": "/metadata/annotations"}]""")]
    public void Where_they_are_taken_away_they_come_back(string patch)
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [base]\npatches:\n- target: {kind: ConfigMap, name: settings}\n  patch: '[{\"op\": \"add\", \"path\": \"/data\", \"value\": {\"found\": \"x\"}}]'\n"),
            ("base/kustomization.yaml", $"resources: [in.yaml]\nnamePrefix: p-\npatchesJson6902:\n- target: {{version: v1, kind: ConfigMap, name: settings}}\n  patch: '{patch}'\n"),
            ("base/in.yaml", Annotated));

        Assert.Contains("found", result.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_validator_that_only_remembers_has_changed_something()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nnamespace: one\nvalidators:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n  metadata: {name: t, namespace: two}\n  unsetOnly: true\n",
            Written.ConfigMap);

        Assert.StartsWith("validator shouldn't modify the resource map: nodes unequal:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truth_that_went_through_JSON_is_spelled_as_JSON_spells_it()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: '[{\"op\": \"add\", \"path\": \"/data/b\", \"value\": \"c\"}]'\n",
            Written.ConfigMap.Replace("name: settings", "name: settings\n  annotations: {note: TRUE}", StringComparison.Ordinal));

        Assert.Contains("note: \"true\"", result.ToYaml(), StringComparison.Ordinal);
    }

    private static readonly string Annotated = Written.ConfigMap.Replace("name: settings", "name: settings\n  annotations: {note: x}", StringComparison.Ordinal);

    private static Plumbline.Rendering.Kustomize.KustomizeResult Patched(string patch) =>
        Written.Build($"resources: [in.yaml]\npatches:\n- target: {{kind: ConfigMap}}\n  patch: '{patch}'\n", Annotated);
}
