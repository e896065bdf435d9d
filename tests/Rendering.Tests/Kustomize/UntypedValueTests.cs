namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>
/// What a transformer writes without quotes has whatever type its text has: the original keeps no type with it. What was read from a file keeps its type, whatever text a
/// replacement puts there.
/// </summary>
public sealed class UntypedValueTests
{
    private const string ToName = "replacements:\n- sourceValue: \"1\"\n  targets:\n  - select: {kind: ConfigMap}\n";

    [Theory]
    [InlineData("resources: [in.yaml]\n" + ToName, "  name: \"1\"\n")]
    [InlineData("resources: [in.yaml]\nnameSuffix: -x\n" + ToName, "  name: 1\n")]
    [InlineData("resources: [in.yaml]\npatches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}'\n" + ToName, "  name: 1\n")]
    [InlineData("resources: [in.yaml]\nnameSuffix: -x\npatchesJson6902:\n- target: {version: v1, kind: ConfigMap, name: settings}\n  patch: '[{\"op\": \"remove\", \"path\": \"/data/a\"}]'\n" + ToName, "  name: \"1\"\n")]
    public void A_name_that_a_transformer_wrote_may_become_a_number(string kustomization, string expected)
    {
        var result = Written.Build(kustomization, Written.ConfigMap);

        Assert.Contains(expected, result.Succeeded ? result.ToYaml() : result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_in_a_list_that_merges_is_written_anew()
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [base]\npatches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}'\n"),
            ("base/kustomization.yaml", "resources: [in.yaml]\nreplacements:\n- sourceValue: '2'\n  targets:\n  - {select: {kind: ConfigMap}, fieldPaths: [metadata.finalizers.0]}\n"),
            ("base/in.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  finalizers: [a/b, '3', c/d]\n"));

        Assert.Equal("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  finalizers:\n  - 2\n  - \"3\"\n  - c/d\n  name: settings\n", result.ToYaml());
    }

    [Fact]
    public void A_version_that_became_a_number_stays_one_under_a_patch_with_a_target()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: '[{\"op\": \"replace\", \"path\": \"/apiVersion\", \"value\": 65}]'\n"
                + "- target: {kind: ConfigMap}\n  patch: '{kind: ConfigMap, metadata: {name: x}}'\n",
            Written.ConfigMap);

        Assert.StartsWith("apiVersion: 65\n", result.ToYaml(), StringComparison.Ordinal);
    }
}
