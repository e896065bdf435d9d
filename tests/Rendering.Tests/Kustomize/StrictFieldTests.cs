namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Fields of kustomizations are read as strictly as the original reads them, and in its order: the first thing by name that does not fit is told.</summary>
public sealed class StrictFieldTests
{
    [Theory]
    [InlineData("labels:\n- zz: 1\n  aa: 2\n", "json: unknown field \"aa\"")]
    [InlineData("labels:\n- name: x\n  includeSelectors: x\n", "json: cannot unmarshal string into Go struct field Label.labels.includeSelectors of type bool")]
    [InlineData("apiVersion: 1\n", "json: cannot unmarshal number into Go struct field Kustomization.TypeMeta.apiVersion of type string")]
    [InlineData("replicas: [{name: a, count: 1.5}]\n", "json: cannot unmarshal number 1.5 into Go struct field Replica.replicas.count of type int64")]
    [InlineData("patchesStrategicMerge: x\n", "json: cannot unmarshal string into Go struct field Kustomization.patchesStrategicMerge of type []types.PatchStrategicMerge")]
    [InlineData("configMapGenerator: [{name: 1}]\n", "json: cannot unmarshal number into Go struct field ConfigMapArgs.configMapGenerator.GeneratorArgs.name of type string")]
    [InlineData("helmGlobals: {x: 1}\n", "json: unknown field \"x\"")]
    [InlineData("helmCharts: [{name: [a]}]\n", "json: cannot unmarshal array into Go struct field HelmChart.helmCharts.name of type string")]
    [InlineData("namePrefix: .inf\n", "json: unsupported value: +Inf")]
    public void What_does_not_fit_is_told(string field, string expected) =>
        Assert.Equal($"invalid Kustomization: {expected}", Written.Build("resources: [in.yaml]\n" + field, Written.ConfigMap).Error);

    [Theory]
    [InlineData("imageTags: []\n", false)]
    [InlineData("bases: []\n", false)]
    [InlineData("resources: []\n", true)]
    [InlineData("images: []\n", true)]
    public void An_empty_list_is_something_unless_the_field_is_an_old_one(string text, bool builds)
    {
        var result = Written.Build(("kustomization.yaml", text));

        Assert.Equal((builds, builds ? null : "kustomization.yaml is empty"), (result.Succeeded, result.Error));
    }

    [Fact]
    public void Messages_show_a_field_as_the_original_prints_it()
    {
        var result = Written.Build("resources: [in.yaml]\npatches:\n- path: null\n  target: {name: '', kind: ConfigMap}\n", Written.ConfigMap);

        Assert.Contains("with config: `\ntarget:\n  kind: ConfigMap\n`: must specify one of patch and path in\ntarget:\n  kind: ConfigMap", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_takes_numbers_and_booleans_for_texts()
    {
        const string Transformer = "transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: t}\n  prefix: 1.50\n  fieldSpecs: [{path: metadata/name}]\n";

        Assert.Contains("name: 1.5settings", Written.Build("resources: [in.yaml]\n" + Transformer, Written.ConfigMap).ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x: 1\n", "error unmarshaling JSON: while decoding JSON: json: unknown field \"x\"")]
    [InlineData("images: []\nimages: []\n", "error converting YAML to JSON: yaml: unmarshal errors:\n  line 2: key \"images\" already set in map")]
    [InlineData("images:\n- {path: a, kind: B}\nimages:\n- path: a\n  kind: B\n  kind: C\n", "error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key \"kind\" already set in map\n  line 4: key \"images\" already set in map")]
    [InlineData("a: [\n", "error converting YAML to JSON: yaml: line 1: did not find expected node content")]
    public void Configurations_are_strict_too(string text, string expected) =>
        Assert.Equal(expected, Written.Build(("kustomization.yaml", "resources: [in.yaml]\nconfigurations: [c.yaml]\n"), ("in.yaml", Written.ConfigMap), ("c.yaml", text)).Error);
}
