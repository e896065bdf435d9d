namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>A value that is left out between braces is null while objects are merged, and an empty text when they are printed.</summary>
public sealed class FlowGapTests
{
    private const string Head = "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: t\n";

    [Theory]
    [InlineData("spec: {a: , b}\n", "spec:\n  a: \"\"\n  b: \"\"\n")]
    [InlineData("spec: {a: {b: }, c: [d: ]}\n", "spec:\n  a:\n    b: \"\"\n  c:\n  - d: \"\"\n")]
    [InlineData("spec: {a: ~, b: null}\n", "spec:\n  a: null\n  b: null\n")]
    [InlineData("spec:\n  a:\n  ? b\n", "spec:\n  a: null\n  b: null\n")]
    public void It_is_printed_as_a_text(string field, string expected) =>
        Assert.Equal(Head + expected, Written.Build("resources: [in.yaml]\n", Head + field).ToYaml());

    [Fact]
    public void It_is_a_text_for_a_JSON_patch()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: Thing}\n  patch: '[{\"op\": \"test\", \"path\": \"/spec/a\", \"value\": \"\"}, {\"op\": \"remove\", \"path\": \"/spec/a\"}]'\n",
            Head + "spec: {a: , b: c}\n");

        Assert.Equal(Head + "spec:\n  b: c\n", result.Succeeded ? result.ToYaml() : result.Error);
    }

    [Fact]
    public void It_takes_a_field_away_in_a_patch()
    {
        var result = Written.Build("resources: [in.yaml]\npatches:\n- patch: '{apiVersion: example.com/v1, kind: Thing, metadata: {name: t}, spec: {a: }}'\n", Head + "spec: {a: b, c: d}\n");

        Assert.Equal(Head + "spec:\n  c: d\n", result.ToYaml());
    }
}
