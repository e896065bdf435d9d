namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>A JSON patch that replaces the whole object: a single value is passed over, an object counts, a list cannot be.</summary>
public sealed class JsonPatchRootTests
{
    [Theory]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void A_single_value_changes_nothing(string value) => Assert.Equal("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n",
        Run(value).ToYaml());

    [Fact]
    public void A_list_is_no_object() => Assert.Equal("json: cannot unmarshal array into Go value of type map[string]interface {}", Run("[1]").Error);

    [Fact]
    public void An_object_takes_the_place() => Assert.Equal(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n", Run("{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"s\"}}").ToYaml());

    private static Plumbline.Rendering.Kustomize.KustomizeResult Run(string value) => Written.Build(
        $"resources: [in.yaml]\npatches:\n- target: {{kind: ConfigMap}}\n  patch: '[{{\"op\": \"replace\", \"path\": \"\", \"value\": {value}}}]'\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n");
}
