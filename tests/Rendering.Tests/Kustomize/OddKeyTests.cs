namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Keys that have no form in JSON: what a patch takes away does not matter, what is printed is refused in the original's words.</summary>
public sealed class OddKeyTests
{
    private const string Head = "apiVersion: example.com/v1\nkind: Rule\nmetadata:\n  name: r\nspec:\n  a: b\n  port: ";

    [Fact]
    public void What_a_template_left_in_braces_may_be_taken_away() => Assert.Equal(
        "apiVersion: example.com/v1\nkind: Rule\nmetadata:\n  name: r\nspec:\n  a: b\n",
        Written.Build("resources: [in.yaml]\npatches:\n- patch: '{apiVersion: example.com/v1, kind: Rule, metadata: {name: r}, spec: {port: null}}'\n", Head + "{{ .Values.port }}\n").ToYaml());

    [Theory]
    [InlineData("{{ .Values.port }}", "map[string]interface {}(nil): yaml: invalid map key: map[string]interface {}{\".Values.port\":\"\"}")]
    [InlineData("{[1, {b: c}]: d}", "map[string]interface {}(nil): yaml: invalid map key: []interface {}{1, map[string]interface {}{\"b\":\"c\"}}")]
    [InlineData("{1.5: x}", "map[string]interface {}{\"apiVersion\":\"example.com/v1\", \"kind\":\"Rule\", \"metadata\":map[string]interface {}{\"name\":\"r\"}, \"spec\":map[string]interface {}{\"a\":\"b\", \"port\":map[interface {}]interface {}{1.5:\"x\"}}}: json: unsupported type: map[interface {}]interface {}")]
    [InlineData("{true: [x]}", "map[string]interface {}{\"apiVersion\":\"example.com/v1\", \"kind\":\"Rule\", \"metadata\":map[string]interface {}{\"name\":\"r\"}, \"spec\":map[string]interface {}{\"a\":\"b\", \"port\":map[interface {}]interface {}{true:[]interface {}{\"x\"}}}}: json: unsupported type: map[interface {}]interface {}")]
    [InlineData("{2026-03-01: x}", "map[string]interface {}{\"apiVersion\":\"example.com/v1\", \"kind\":\"Rule\", \"metadata\":map[string]interface {}{\"name\":\"r\"}, \"spec\":map[string]interface {}{\"a\":\"b\", \"port\":map[interface {}]interface {}{time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC):\"x\"}}}: json: unsupported type: map[interface {}]interface {}")]
    public void What_is_printed_is_refused(string port, string expected) => Assert.Equal(expected, Written.Build("resources: [in.yaml]\n", Head + port + "\n").Error);

    [Theory]
    [InlineData("{{ .name }}: x", "yaml: invalid map key: map[interface {}]interface {}{\".name\":interface {}(nil)}")]
    [InlineData("commonLabels: {~: b}", "unsupported map key of type: %!s(<nil>), key: <nil>, value: \"b\"")]
    [InlineData("namePrefix: *gone", "yaml: unknown anchor 'gone' referenced")]
    [InlineData("replicas: [{count: .nan}]", "json: unsupported value: NaN")]
    public void A_kustomization_tells_them_as_its_reader_does(string field, string expected) =>
        Assert.Equal("invalid Kustomization: " + expected, Written.Build(("kustomization.yaml", field + "\n")).Error);

    [Theory]
    [InlineData("metadata/labels/*", "considering field 'metadata/labels/*' of object Rule.v1.example.com/r.[noNs]: fieldName: *: wildcard is not supported in PathGetter")]
    [InlineData("spec/0", "considering field 'spec/0' of object Rule.v1.example.com/r.[noNs]: fieldName: 0: wrong node kind: expected SequenceNode but got MappingNode: node contents:\na: b\nport: 1\n")]
    public void A_field_of_a_configuration_is_no_pattern_and_no_index(string path, string expected)
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [in.yaml]\nconfigurations: [c.yaml]\nvars: [{name: V, objref: {apiVersion: example.com/v1, kind: Rule, name: r}}]\n"),
            ("c.yaml", $"varReference: [{{kind: Rule, path: '{path}'}}]\n"),
            ("in.yaml", Head.Replace("  name: r\n", "  name: r\n  labels: {a: $(V)}\n", StringComparison.Ordinal) + "1\n"));

        Assert.Equal(expected, result.Error);
    }
}
