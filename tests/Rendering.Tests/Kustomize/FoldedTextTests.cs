namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Folded texts go through a text of the original's on their way out, and Go's YAML library does not always read what it folded.</summary>
public sealed class FoldedTextTests
{
    private const string Head = "apiVersion: example.com/v1\nkind: Rule\nmetadata:\n  name: r\n";

    [Theory]
    [InlineData(">-\n    any(x,\n      x > 1\n    )\n", "|-\n    any(x,\n\n      x > 1\n    )\n")]
    [InlineData(">\n    first\n    line\n\n    second\n      more\n\n      most\n    third\n", "|\n    first line\n    second\n\n      more\n\n      most\n    third\n")]
    [InlineData(">+\n    kept\n\n", "|+\n    kept\n\n\n")]
    [InlineData(">2-\n      in\n    out\n    and\n\n    on\n", "|2-\n      in\n    out and on\n")]
    [InlineData(">-\n    one\n    two\n", "one two\n")]
    public void They_come_out_as_the_original_reads_them_back(string field, string expected) =>
        Assert.Equal(Head + "spec:\n  text: " + expected, Written.Build("resources: [in.yaml]\n", Head + "spec:\n  text: " + field).ToYaml());

    [Fact]
    public void The_hash_of_a_generated_object_is_made_of_what_is_read_back()
    {
        var result = Written.Build(
            ("kustomization.yaml", "configMapGenerator: [{name: c, literals: [a=b]}]\npatches: [{path: p.yaml}]\n"),
            ("p.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  t: >-\n    x\n      y\n"));

        Assert.Contains("name: c-7d66b846dm\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_JSON_patch_reads_them_back_once_and_forgets_that_they_were_folded()
    {
        var result = Written.Build(
            "resources: [in.yaml]\npatches:\n- target: {kind: Rule}\n  patch: '[{\"op\": \"add\", \"path\": \"/spec/b\", \"value\": 1}]'\n",
            Head + "spec:\n  text: >-\n    a\n      b\n");

        Assert.Equal(Head + "spec:\n  b: 1\n  text: |-\n    a\n\n      b\n", result.ToYaml());
    }
}
