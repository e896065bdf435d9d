namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Which objects transformers take, where files say more than the built-in tables do.</summary>
public sealed class TransformerFieldTests
{
    [Fact]
    public void A_narrower_field_takes_the_place_of_the_built_in_one()
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [in.yaml]\nnamePrefix: p-\nconfigurations: [c.yaml]\n"),
            ("c.yaml", "namePrefix:\n- path: metadata/name\n  kind: Secret\n"),
            ("in.yaml", Written.ConfigMap + "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: keys\n"));

        Assert.Contains("name: settings\n", result.ToYaml(), StringComparison.Ordinal);
        Assert.Contains("name: p-keys\n", result.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain("p-p-", result.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_claims_to_come_from_a_chart_keeps_its_namespace()
    {
        const string Claim = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: own\n  annotations: {internal.config.kubernetes.io/helm-generated: \"true\"}\n";

        Assert.Equal("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: own\n", Written.Build("resources: [in.yaml]\nnamespace: other\n", Claim).ToYaml());
    }

    [Fact]
    public void What_claims_to_want_a_hash_gets_one()
    {
        const string Claim = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  annotations: {internal.config.kubernetes.io/needsHashSuffix: enabled}\n";

        Assert.Matches("name: c-[a-z0-9]{10}\n", Written.Build("resources: [in.yaml]\n", Claim).ToYaml());
    }

    [Theory]
    [InlineData("words\n")]
    [InlineData("- a\n")]
    [InlineData("spec: {a: b}\n")]
    [InlineData("apiVersion: null\nmetadata: {labels: {}}\nspec: {a: b}\n")]
    public void A_document_with_nothing_that_objects_have_is_no_object(string text) =>
        Assert.Contains("accumulating resources from 'in.yaml': missing Resource metadata", Written.Build("resources: [in.yaml]\n", text).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("kind: WidgetList\n", "apiVersion: x.y/v1\nkind: WidgetList\nmetadata: {}\n")]
    [InlineData("kind: List\nfunctionConfig: {a: b}\n", "")]
    [InlineData("kind: ResourceList\nfunctionConfig: {a: b}\n", "")]
    [InlineData("kind: Widget\nmetadata: {name: w}\nspec: !!timestamp 2001-01-02\n", "apiVersion: x.y/v1\nkind: Widget\nmetadata:\n  name: w\nspec: \"2001-01-02T00:00:00Z\"\n")]
    [InlineData("kind: Widget\nmetadata: {name: w}\n2001-01-02: a\n", "\"2001-01-02\": a\napiVersion: x.y/v1\nkind: Widget\nmetadata:\n  name: w\n")]
    public void Rare_documents_are_printed_as_the_original_prints_them(string document, string expected)
    {
        var result = Written.Build("resources: [in.yaml]\n", "apiVersion: x.y/v1\n" + document);

        Assert.Empty(result.Problems);
        Assert.Equal(expected, result.ToYaml());
    }

    [Fact]
    public void What_a_file_holds_twice_is_told_of_the_file() => Assert.Equal(
        "accumulating resources: accumulation err='accumulating resources from 'in.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/settings.[noNs]': "
        + "must build at directory: '/in.yaml': file is not directory", Written.Build("resources: [in.yaml]\n", Written.ConfigMap + "---\n" + Written.ConfigMap).Error);

    [Fact]
    public void A_JSON_patch_forgets_how_numbers_were_written()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: add, path: /metadata/annotations/z, value: y}\n",
            Written.ConfigMap.Replace("settings\n", "settings\n  annotations: {a: 1.0, b: 0x10}\n", StringComparison.Ordinal));

        Assert.Contains("    a: \"1\"\n    b: \"16\"\n    z: \"true\"\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"/data/a\", value: \"0o7\"", "1.5", "\"1.5\"")]
    [InlineData("\"/data/a\", value: \"yes\"", "true", "\"true\"")]
    [InlineData("\"/data/a\", value: \"- x\"", "2", "\"2\"")]
    [InlineData("\"/data/a\", value: \"word\"", "1.5", "1.5")]
    public void What_comes_in_the_place_of_a_text_of_a_JSON_patch_is_quoted_as_that_text_is(string step, string value, string expected) => Assert.Contains(
        $"  a: {expected}\n",
        Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: Thing}\n  patch: '[{\"op\": \"replace\", \"path\": " + step.Replace("value", "\"value\"", StringComparison.Ordinal) + "}]'\n"
            + $"- patch: '{{apiVersion: x.y/v1, kind: Thing, metadata: {{name: t}}, data: {{a: {value}}}}}'\n",
            "apiVersion: x.y/v1\nkind: Thing\nmetadata: {name: t}\ndata: {a: \"q\"}\n").ToYaml(),
        StringComparison.Ordinal);

    [Fact]
    public void A_name_that_a_JSON_patch_gives_stays_a_text_after_a_later_patch()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: replace, path: /metadata/name, value: \"0x1F\"}\n"
            + "- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: c}}'\n",
            Written.ConfigMap);

        Assert.Contains("  name: \"0x1F\"\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vars: [{name: A, objref: {kind: ConfigMap, name: settings, apiVersion: v1}}, {name: A, objref: {kind: X, name: z}}]\n",
        "merging vars [{A ConfigMap.[noVer].[noGrp] {}} {A X.[noVer].[noGrp] {}}]: var 'A' already encountered")]
    [InlineData("crds: [none.json]\n", "loading CRDs [none.json]: evalsymlink failure on '/none.json' : lstat /none.json: no such file or directory")]
    [InlineData("replacements: [{path: none.yaml}]\n",
        "trouble configuring builtin ReplacementTransformer with config: `\nReplacements:\n- path: none.yaml\n`: evalsymlink failure on '/none.yaml' : lstat /none.yaml: no such file or directory")]
    [InlineData("generators:\n- |-\n  apiVersion: example.com/v1\n  kind: Made\n  metadata: {name: m}\n",
        "loading generator plugins: failed to load generator: external plugins disabled; unable to load external plugin 'Made'")]
    public void Messages_name_the_step_that_failed(string field, string expected) =>
        Assert.Equal(expected, Written.Build("resources: [in.yaml]\n" + field, Written.ConfigMap).Error);
}
