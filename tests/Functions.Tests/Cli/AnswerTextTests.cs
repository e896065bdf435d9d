using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Tests.Cli;

/// <summary>The texts of answers and problems, without a process.</summary>
public sealed class AnswerTextTests
{
    private static readonly Answer Sample = Of(new MapNode().With("name", "a b").With("count", 2), new MapNode().With("name", "c"));

    [Theory]
    [InlineData(OutputFormat.Name, "a b\nc\n")]
    [InlineData(OutputFormat.Jsonl, "{\"name\":\"a b\",\"count\":2}\n{\"name\":\"c\"}\n")]
    [InlineData(OutputFormat.Yaml, "v: 1\nitems:\n- name: a b\n  count: 2\n- name: c\n")]
    [InlineData(OutputFormat.Json, "{\n  \"v\": 1,\n  \"items\": [\n    {\n      \"name\": \"a b\",\n      \"count\": 2\n    },\n    {\n      \"name\": \"c\"\n    }\n  ]\n}\n")]
    [InlineData(OutputFormat.Table, "table\n")]
    internal void Answer_has_every_form(OutputFormat format, string expected) => Assert.Equal(expected, AnswerText.Of(Sample, format));

    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_empty_cells_are_dashes() =>
        Assert.Equal("NAME    STATE\nlonger  ok\n-       -\n", TextTable.Of(["NAME", "STATE"], [["longer", "ok"], ["", ""]]));

    [Theory]
    [InlineData("plain ✔ text", "plain ✔ text")]
    [InlineData("red \u001b[31m", "red \uFFFD[31m")]
    [InlineData("two\nlines\tand", "two lines and")]
    [InlineData("turn\u202Eed", "turn\uFFFDed")]
    [InlineData("\u009b2J", "\uFFFD2J")]
    public void Text_of_strangers_cannot_steer_the_terminal(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void Failure_has_headline_code_place_reason_and_way_out()
    {
        var text = ProblemText.Failure("shop: cannot render", [
            new Problem("Code1", "first\nsecond") { File = "a.yaml", Position = new SourcePosition(3, 5), Field = "spec.x", Hint = "Do this." },
            new Problem("Code2", "other"),
        ]);

        Assert.Equal("✖ shop: cannot render                                       Code1\n  a.yaml:3:5  spec.x: first\n    second\n  Fix: Do this.\n  other  (Code2)\n", text);
    }

    private static Answer Of(params MapNode[] items) => new(new MapNode().With("v", 1).With("items", new ListNode(items)), items)
    {
        Table = () => "table\n",
        Name = i => i.Text("name"),
    };
}
