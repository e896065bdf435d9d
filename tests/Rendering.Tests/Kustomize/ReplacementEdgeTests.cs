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
    [InlineData(".kind", ".spec.list.[=z]", "  - a\n  - Thing\n")]
    [InlineData("kind", ".spec.list.0", "  - Thing\n")]
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

    [Fact]
    public void A_source_among_its_targets_gives_the_later_ones_what_it_became()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: one}\n  targets:\n  - select: {version: v1}\n    options: {delimiter: '-', index: 1}\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: two}\n");

        Assert.Equal("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one-one\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: two-one-one\n", result.ToYaml());
    }

    [Fact]
    public void A_source_that_its_own_target_took_away_still_has_its_value()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nreplacements:\n- source: {kind: Thing, fieldPath: spec.map.x}\n  targets:\n  - {select: {kind: Thing}, fieldPaths: [spec.map, kind]}\n", Thing);

        Assert.Contains("  map: 1\n", result.Succeeded ? result.ToYaml() : result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s", "n: !!int \"5\"\n    k: !!str 5\n    s: \"7\"\n    l: [!!str 1, b]\n")]
    [InlineData("n", "n: !!int \"7\"\n    k: !!str 5\n    s: x\n    l: [!!str 1, b]\n")]
    [InlineData("k", "n: !!int \"5\"\n    k: !!str 7\n    s: x\n    l: [!!str 1, b]\n")]
    [InlineData("l.0", "n: !!int \"5\"\n    k: !!str 5\n    s: x\n    l: [!!str 7, b]\n")]
    public void Tags_in_a_text_stay(string field, string expected)
    {
        var result = Written.Build(
            $"resources: [in.yaml]\nreplacements:\n- sourceValue: \"7\"\n  targets:\n  - {{select: {{kind: ConfigMap}}, fieldPaths: [data.t.{field}]}}\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  t: |\n    n: !!int \"5\"\n    k: !!str 5\n    s: x\n    l: [!!str 1, b]\n");

        Assert.Contains(expected, result.Succeeded ? result.ToYaml() : result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_between_delimiters_is_no_text_at_all()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nreplacements:\n- source: {kind: ConfigMap, fieldPath: data}\n  targets:\n  - {select: {kind: ConfigMap}, options: {delimiter: '-', index: 1}}\n", Written.ConfigMap);

        Assert.Contains("name: settings-\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_of_no_account_where_something_else_takes_its_place()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nreplacements:\n- sourceValue: many\n  targets:\n  - {select: {kind: Deployment}, fieldPaths: [spec.replicas]}\n"
                + "transformers:\n- |-\n  apiVersion: builtin\n  kind: ReplicaCountTransformer\n  metadata: {name: t}\n  replica: {name: web, count: 7}\n  fieldSpecs: [{path: spec/replicas}]\n",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n");

        Assert.Contains("replicas: 7\n", result.Succeeded ? result.ToYaml() : result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_keeps_its_type_under_a_value_that_does_not_fit() => Assert.Equal(
        "map[string]interface {}(nil): yaml: cannot decode !!str `Thing` as a !!int",
        Written.Build(
            "resources: [in.yaml]\nreplacements:\n- source: {kind: Thing, fieldPath: kind}\n  targets:\n  - {select: {kind: Thing}, fieldPaths: [spec.n, spec.n]}\n", Thing).Error);

    [Fact]
    public void What_does_not_fit_the_type_of_an_annotation_fits_all_the_same()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nreplacements:\n- sourceValue: text\n  targets:\n  - {select: {kind: ConfigMap}, fieldPaths: [metadata.annotations.note]}\n",
            Written.ConfigMap.Replace("name: settings", "name: settings\n  annotations: {note: TRUE}", StringComparison.Ordinal));

        Assert.Contains("note: text\n", result.ToYaml(), StringComparison.Ordinal);
    }
}
