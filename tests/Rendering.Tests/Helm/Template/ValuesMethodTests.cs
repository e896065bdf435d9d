using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>The methods of Helm's type of <c>.Values</c> and of a template's root, which charts written by generators call.</summary>
public sealed class ValuesMethodTests
{
    private const string Values = "lamp: {colour: {hue: 7}, name: blue}\nTable: hidden\n";

    [Theory]
    [InlineData("{{ .Values.AsMap.lamp.name }}", "v: blue")]
    [InlineData("{{ .Values.AsMap | typeOf }}", "v: map[string]interface {}")]
    [InlineData("{{ $_ := set .Values.AsMap \"new\" \"seen\" }}{{ .Values.new }}", "v: seen")]
    [InlineData("{{ .AsMap.Release.Name }} {{ .Template.PathValue \"BasePath\" }}", "v: release-name shop/templates")]
    [InlineData("{{ (.Values.Table \"lamp.colour\").hue }} {{ .Values.Table \"lamp\" | typeOf }}", "v: 7 common.Values")]
    [InlineData("{{ .Values.PathValue \"lamp.colour.hue\" }}", "v: 7")]
    [InlineData("{{ .Values.YAML | quote }}", "v: \"Table: hidden\\nlamp:\\n  colour:\\n    hue: 7\\n  name: blue\\n\"")]
    [InlineData("{{ .Values.lamp.AsMap }}", "v:\n")]
    public void Values_have_methods(string template, string expected) => Assert.Contains(expected, Run(HelmVersion.V4, template).Text);

    [Theory]
    [InlineData("{{ .Values.Table }}", "wrong number of args for Table: want 1 got 0")]
    [InlineData("{{ .Values.Table \"lamp.name\" }}", "error calling Table: \"name\" is not a table")]
    [InlineData("{{ .Values.PathValue \"lamp.colour\" }}", "error calling PathValue: \"colour\" is not a value")]
    [InlineData("{{ .Values.PathValue \"nope.deep.key\" }}", "error calling PathValue: \"key\" is not a value")]
    [InlineData("{{ .Values.PathValue \"\" }}", "error calling PathValue: YAML path cannot be empty")]
    [InlineData("{{ .Values.Encode . }}", "wrong type for value; expected io.Writer; got common.Values")]
    [InlineData("{{ .Values.Encode \"x\" }}", "can't handle \"x\" for arg of type io.Writer")]
    [InlineData("{{ .Values.Encode nil }}", "error calling Encode: runtime error: invalid memory address or nil pointer dereference")]
    public void What_a_method_refuses_is_told_as_go_tells_it(string template, string message) =>
        Assert.Contains(message, Assert.Single(Run(HelmVersion.V4, template).Problems).Message);

    [Fact]
    public void Helm_three_names_the_type_by_its_own_package() =>
        Assert.Contains("v: chartutil.Values chartutil.Values", Run(HelmVersion.V3, "{{ typeOf . }} {{ typeOf .Values }}").Text);

    private static HelmResult Run(HelmVersion helm, string template) => new HelmTemplate(TimeProvider.System).Run(
        new HelmRequest
        {
            Tree = MemorySourceTree.Of(("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("values.yaml", Values), ("templates/a.yaml", $"v: {template}\n")),
            Version = helm,
            TextOnly = true,
        },
        TestContext.Current.CancellationToken);
}
