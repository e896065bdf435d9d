namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Replacements at the edges: empty values, items without a type, texts that hold JSON, paths that lead nowhere.</summary>
public sealed class ReplacementEdgeTests
{
    private const string Thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t}\nspec: {list: [a], n: 5, empty: \"\", map: {x: 1}, json: '{\"n\": 1}'}\n";

    [Theory]
    [InlineData("spec.n", "spec.list.[=z]", "  - a\n  - 5\n")]
    [InlineData("spec.empty", "spec.list.0", "  - \"\"\n")]
    [InlineData("spec.list", "spec.empty", "  empty: \"\"\n")]
    [InlineData("kind", "spec.json.n", "  json: '{\"n\": 1}'\n")]
    public void A_value_lands_as_the_original_puts_it(string from, string to, string expected) =>
        Assert.Contains(expected, Run(from, to, create: true).ToYaml(), StringComparison.Ordinal);

    [Theory]
    [InlineData("kind", "spec.n", "map[string]interface {}(nil): yaml: cannot decode !!str `Thing` as a !!int")]
    [InlineData("spec.list", "spec.n", "map[string]interface {}(nil): yaml: cannot decode !!null `` as a !!int")]
    [InlineData("kind", "spec.[n]", "unable to find field \"spec.[n]\" in replacement target: list path element must contain fieldName=fieldValue for element to match")]
    [InlineData("kind", "spec.map.", "unable to find field \"spec.map.\" in replacement target: wrong node kind: expected ScalarNode but got MappingNode: node contents:\n{x: 1}\n")]
    public void What_cannot_be_is_told(string from, string to, string expected) => Assert.Equal(expected, Run(from, to, create: false).Error);

    [Fact]
    public void No_targets_are_an_error() => Assert.Equal(
        "replacements must specify a source and at least one target", Written.Build("resources: [in.yaml]\nreplacements: [{source: {kind: Nothing}, targets: []}]\n", Thing).Error);

    [Fact]
    public void A_value_that_begins_with_a_tab_and_has_lines_cannot_be_hashed() => Assert.Equal(
        "yaml: line 3: found a tab character where an indentation space is expected",
        Written.Build(("kustomization.yaml", "configMapGenerator: [{name: g, literals: [a=1, \"b=2\", \"c=\\tx\\ny\"]}]\n")).Error);

    [Fact]
    public void A_text_that_begins_with_a_byte_order_mark_is_written_in_escapes() => Assert.Contains(
        "  f: \"\\uFEFF\\x61\\x20\\x62\"\n",
        Written.Build(("kustomization.yaml", "configMapGenerator: [{name: g, files: [f]}]\n"), ("f", "\uFEFFa b")).ToYaml(), StringComparison.Ordinal);

    private static Plumbline.Rendering.Kustomize.KustomizeResult Run(string from, string to, bool create) => Written.Build(
        $"resources: [in.yaml]\nreplacements:\n- source: {{kind: Thing, fieldPath: {from}}}\n  targets: [{{select: {{kind: Thing}}, fieldPaths: [\"{to}\"], options: {{create: {(create ? "true" : "false")}}}}}]\n", Thing);
}
