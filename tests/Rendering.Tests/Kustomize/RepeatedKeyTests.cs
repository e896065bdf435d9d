namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>A key that stands twice in a map: a patch gives its first value, and only what is printed with both is refused.</summary>
public sealed class RepeatedKeyTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          template:
            spec:
              containers:
              - {name: app, image: app}

        """;

    [Theory]
    [InlineData("replicas: 2\n      replicas: 3", "  replicas: 2\n")]
    [InlineData("replicas: null\n      replicas: 3", "spec:\n  template:\n")]
    [InlineData("template: {spec: {containers: [{name: app, image: b, image: c}]}}", "      - image: b\n        name: app\n")]
    [InlineData("paused: true\n    spec:\n      replicas: 7", "  paused: true\n  replicas: 1\n")]
    public void Where_a_patch_meets_something_its_first_value_counts(string fields, string expected)
    {
        var result = Patched(fields);

        Assert.True(result.Succeeded, result.Error);
        Assert.Contains(expected, result.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("added:\n        x: 2\n        x: 3", "line 12: mapping key \"x\" already defined at line 11")]
    [InlineData("template: {spec: {containers: [{name: new, image: b, image: c}]}}", "line 9: mapping key \"image\" already defined at line 9")]
    [InlineData("added: [{a: {x: 1, y: 2, x: 3}}]", "line 10: mapping key \"x\" already defined at line 10")]
    [InlineData("$patch: replace\n      a: 1\n      a: 2\n      a: 3", "line 6: mapping key \"a\" already defined at line 5\n  line 7: mapping key \"a\" already defined at line 5\n  line 7: mapping key \"a\" already defined at line 6")]
    public void What_a_patch_brings_as_a_whole_is_printed_with_both_and_refused(string fields, string expected) =>
        Assert.Equal("map[string]interface {}(nil): yaml: unmarshal errors:\n  " + expected, Patched(fields).Error);

    [Theory]
    [InlineData("\n    - op: replace\n      path: /data/a\n      value: x\n      value: z\n")]
    [InlineData("\n    [{\"op\": \"replace\", \"path\": \"/data/a\", \"value\": \"x\", \"value\": \"z\"}]\n")]
    public void Of_an_operation_the_last_value_counts(string patch)
    {
        var result = Written.Build($"resources: [in.yaml]\npatches:\n- target: {{kind: ConfigMap}}\n  patch: |-{patch}", Written.ConfigMap);

        Assert.Contains("a: z\n", result.Succeeded ? result.ToYaml() : result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_is_not_configured_by_what_has_a_key_twice() => Assert.Equal(
        "marshalling yaml from res PrefixTransformer.builtin.[noGrp]/t.[noNs]: yaml: unmarshal errors:\n  line 5: mapping key \"prefix\" already defined at line 4",
        Written.Build("resources: [in.yaml]\ntransformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: t}\n  prefix: a-\n  prefix: b-\n", Written.ConfigMap).Error);

    [Fact]
    public void An_object_that_goes_may_have_held_a_key_twice()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: twice}, $patch: delete}'\n",
            Written.ConfigMap + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\ndata: {a: b, a: c}\n");

        Assert.Equal(Written.ConfigMap.Replace("data:\n  a: b\n", "", StringComparison.Ordinal).Insert("apiVersion: v1\n".Length, "data:\n  a: b\n"), result.ToYaml());
    }

    [Fact]
    public void The_problem_says_in_which_file_and_line_the_key_stands_again()
    {
        var problem = Assert.Single(Written.Build("resources: [in.yaml]\n", Written.ConfigMap + "  a: c\n").Problems);

        Assert.Equal((ProblemCode.YamlDuplicateKey, "in.yaml", 7), (problem.Code, problem.File, problem.Position.Line));
    }

    private static Plumbline.Rendering.Kustomize.KustomizeResult Patched(string fields) => Written.Build(
        $"resources: [in.yaml]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {{name: web}}\n    spec:\n      {fields}\n", Deployment);
}
