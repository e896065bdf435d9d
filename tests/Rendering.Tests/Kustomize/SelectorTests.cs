namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Targets and selectors that cannot be read are told as Kubernetes' and Go's own readers tell them.</summary>
public sealed class SelectorTests
{
    [Theory]
    [InlineData("labelSelector: \"==\"", "found '==', expected: !, identifier, or 'end of string'")]
    [InlineData("labelSelector: a in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("labelSelector: a=b=c", "found '=', expected: ',' or 'end of string'")]
    [InlineData("labelSelector: \"a,=\"", "found '=', expected: identifier after ','")]
    [InlineData("labelSelector: \"a in (b\"", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("labelSelector: \"a>x\"", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("labelSelector: a b", "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'")]
    [InlineData("labelSelector: -a=b",
        "unable to parse requirement: invalid label key \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [InlineData("name: \"(\"", "error parsing regexp: missing closing ): `^(?:()$`")]
    [InlineData("name: \"*\"", "error parsing regexp: missing argument to repetition operator: `*`")]
    public void A_target_that_cannot_be_read_is_an_error(string target, string expected)
    {
        var result = Written.Build($"resources: [in.yaml]\npatches:\n- target: {{{target}}}\n  patch: '[{{\"op\": \"remove\", \"path\": \"/data\"}}]'\n", Written.ConfigMap);

        Assert.Equal(expected, result.Error);
    }

    [Theory]
    [InlineData("labelSelector: \"a in (b,c),!z,n>3\"", true)]
    [InlineData("labelSelector: \"a notin (b)\"", false)]
    [InlineData("labelSelector: \"in=x\"", true)]
    [InlineData("labelSelector: \"a in ()\"", false)]
    [InlineData("labelSelector: \"e in (,x)\"", true)]
    [InlineData("labelSelector: \"e=\"", true)]
    [InlineData("labelSelector: \"a!=b,a\"", false)]
    public void A_selector_picks_by_labels(string target, bool fits)
    {
        var input = Written.ConfigMap.Replace("settings\n", "settings\n  labels: {a: b, n: \"5\", in: x, e: \"\"}\n", StringComparison.Ordinal);
        var result = Written.Build($"resources: [in.yaml]\npatches:\n- target: {{{target}}}\n  patch: '[{{\"op\": \"remove\", \"path\": \"/data\"}}]'\n", input);

        Assert.Equal(fits, !result.ToYaml().Contains("\ndata:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[{}]", "invalid operation {}: unsupported operation")]
    [InlineData("- op: add\n  path: /data/x\n", "invalid operation {\"op\":\"add\",\"path\":\"/data/x\"}: failed to decode 'value': operation, missing value field: missing value")]
    [InlineData("- op: remove\n", "invalid operation {\"op\":\"remove\"}: failed to decode 'path': operation missing path field: missing value")]
    [InlineData("- x\n", "json: cannot unmarshal string into Go value of type jsonpatch.Operation")]
    public void An_operation_is_checked_before_anything_is_done(string patch, string expected)
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [in.yaml]\npatchesJson6902: [{path: p.yaml, target: {version: v1, kind: ConfigMap, name: settings}}]\n"),
            ("in.yaml", Written.ConfigMap), ("p.yaml", patch));

        Assert.EndsWith(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_without_a_name_is_told_with_what_is_remembered_of_it()
    {
        var result = Written.Build("resources: [in.yaml]\npatches: [{target: {kind: ConfigMap}, patch: '[{\"op\": \"remove\", \"path\": \"/metadata/name\"}]'}]\n", Written.ConfigMap);

        Assert.Equal(
            "missing metadata.name in object {{v1 ConfigMap} {{ } map[] map[internal.config.kubernetes.io/previousKinds:ConfigMap internal.config.kubernetes.io/previousNames:settings "
            + "internal.config.kubernetes.io/previousNamespaces:default]}}", result.Error);
    }
}
