namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>What is not YAML is told in the words of the original's reader, with the line that it counts.</summary>
public sealed class SyntaxFaultTests
{
    [Theory]
    [InlineData("a: [1, 2\n", "yaml: line 1: did not find expected ',' or ']'")]
    [InlineData("b: 1\na: {c: 1\n", "yaml: line 1: did not find expected ',' or '}'")]
    [InlineData("a: b: c\n", "yaml: mapping values are not allowed in this context")]
    [InlineData("z: 1\na:\n\tb: c\n", "yaml: line 3: found character that cannot start any token")]
    [InlineData("a: |\n\tx\n", "yaml: line 2: found a tab character where an indentation space is expected")]
    [InlineData("a: b\n\tc: d\n", "yaml: line 2: found a tab character that violates indentation")]
    [InlineData("a: 'x\n", "yaml: line 2: found unexpected end of stream")]
    [InlineData("a: \"\\q\"\n", "yaml: found unknown escape character")]
    [InlineData("z: 1\nkey\n\n", "yaml: line 2: could not find expected ':'")]
    [InlineData("a: *x\n", "yaml: unknown anchor 'x' referenced")]
    [InlineData("a: @x\n", "yaml: found character that cannot start any token")]
    [InlineData("%FOO\n---\na: b\n", "yaml: found unknown directive name")]
    [InlineData("a:\n  - b\n c: d\n", "yaml: line 2: did not find expected key")]
    [InlineData("z: 1\na: !! b\n", "yaml: line 2: did not find expected tag URI")]
    [InlineData("z: 1\na: !!\n", "yaml: line 2: did not find expected tag URI")]
    public void A_resource_says_where_it_stops_being_YAML(string text, string expected)
    {
        var result = Written.Build("resources: [in.yaml]\n", text);

        Assert.Equal($"accumulating resources: accumulating resources from 'in.yaml': MalformedYAMLError: {expected} in File: in.yaml", result.Error);
    }

    [Theory]
    [InlineData("resources: [in.yaml\n", "yaml: line 1: did not find expected ',' or ']'")]
    [InlineData("resources:\n- in.yaml\nx\ny: 1\n", "yaml: line 4: could not find expected ':'")]
    [InlineData("resources:\n- in.yaml\n a: b\n", "yaml: line 3: mapping values are not allowed in this context")]
    public void A_kustomization_counts_lines_in_its_own_way(string text, string expected) =>
        Assert.Equal($"invalid Kustomization: {expected}", Written.Build(text, Written.ConfigMap).Error);

    [Fact]
    public void A_tab_before_a_comment_matters_only_where_no_comment_stands_before_it()
    {
        Assert.True(Written.Build("resources: [in.yaml]\n", "# one\n\t# two\n\n \t # three\n" + Written.ConfigMap).Succeeded);
        Assert.EndsWith("found character that cannot start any token in File: in.yaml", Written.Build("resources: [in.yaml]\n", "\t# one\n" + Written.ConfigMap).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] bytes = [.. "a: "u8, 0xFF, (byte)'\n'];

        Assert.EndsWith("MalformedYAMLError: yaml: invalid leading UTF-8 octet in File: in.yaml",
            Written.Build(("kustomization.yaml", "resources: [in.yaml]\n"u8.ToArray()), ("in.yaml", bytes)).Error, StringComparison.Ordinal);
        Assert.Equal("invalid Kustomization: yaml: invalid leading UTF-8 octet", Written.Build(("kustomization.yaml", bytes)).Error);
    }

    [Fact]
    public void Lines_are_counted_in_the_part_of_the_file()
    {
        var result = Written.Build("resources: [in.yaml]\n", Written.ConfigMap + "---\nz: 1\na: [\n");

        Assert.EndsWith("MalformedYAMLError: yaml: line 2: did not find expected node content in File: in.yaml", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_key_is_told_by_the_lines_that_are_printed()
    {
        var result = Written.Build("resources: [in.yaml]\n", Written.ConfigMap + "---\n\n\napiVersion: v1\nkind: B\n\nmetadata: {name: c}\nb: 1\nb: 2\n");

        Assert.Equal("map[string]interface {}(nil): yaml: unmarshal errors:\n  line 5: mapping key \"b\" already defined at line 4", result.Error);
    }

    [Fact]
    public void What_follows_the_end_of_a_document_is_not_looked_at()
    {
        Assert.Equal(Written.ConfigMap.Replace("data:\n  a: b\n", "", StringComparison.Ordinal).Insert(15, "data:\n  a: b\n"),
            Written.Build("resources: [in.yaml]\n---\n[\n", Written.ConfigMap + "...\nz: [\n").ToYaml());
    }

    [Fact]
    public void A_separator_with_words_behind_it_is_refused_where_readers_disagree()
    {
        var result = Written.Build("resources: [in.yaml]\n", Written.ConfigMap + "--- |\n\tx\n---\na: b\n");

        Assert.Contains("invalid document separator: --- |", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_brackets_end_with_a_problem() =>
        Assert.False(Written.Build("resources: [in.yaml]\n", "\t" + new string('[', 100_000)).Succeeded);
}
