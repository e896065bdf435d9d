using System.Text;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Tests.Yaml;

/// <summary>Values, <c>fromYaml</c> and kustomizations look at the first document of a text alone, and at its syntax before its meaning.</summary>
public sealed class FirstDocumentTests
{
    [Theory]
    [InlineData("port: 80\n---\nport: 1\nport: 2\n")]
    [InlineData("port: 80\n---\nport: [\n")]
    [InlineData("port: 80\n...\n\tport\n")]
    [InlineData("port: 80\n--- {port: 81}\n")]
    public void What_follows_is_not_looked_at(string text) =>
        Assert.Equal("port: 80\n", YamlWriter.ToText(FirstDocument.Read(text, "values.yaml", YamlReadOptions.Default)));

    [Fact]
    public void The_syntax_of_the_whole_document_comes_before_what_it_means()
    {
        var fault = Assert.Throws<SyntaxFault>(() => FirstDocument.Read("port: 1\nport: 2\nhosts: [a\n", "values.yaml", YamlReadOptions.Default));

        Assert.Equal("line 3: did not find expected ',' or ']'", fault.OfConfiguration);
    }

    [Theory]
    [InlineData("note: >-\n   \n \nport: 80\n", "note: \"\"\nport: 80\n")]
    [InlineData("note: |+\n  \n", "note: |2+\n\n")]
    [InlineData("note: >\n a\n  b\n\n c\n d\n", "note: |\n  a\n   b\n\n  c d\n")]
    [InlineData("? note\n: - :: x\n  -\n  - a: \n", "note:\n- ':': x\n- null\n- a: null\n")]
    [InlineData("a: 1\n\uFEFFb: 2\n", "\"\\uFEFF\\x62\": 2\na: 1\n")]
    [InlineData("a: {~: 1, b: .inf}\na: 2\n", "a: 2\n")]
    [InlineData("1.123456789: a\n1e6: b\n.5: c\n123456.0: d\n-.inf: e\n", "\"-.inf\": e\n\"0.5\": c\n\"1.1234568\": a\n\"123456\": d\n\"1e+06\": b\n")]
    [InlineData("\uFEFFa: 1\nb: 2\n", "a: 1\nb: 2\n")]
    [InlineData("::: 1\n", "'::': 1\n")]
    [InlineData("list: [a: 1, ? b, {c, d: }, !t, [e]]\n", "list:\n- a: 1\n- b: null\n- c: null\n  d: null\n- - e\n")]
    [InlineData("text: \"a \\\n  b\n\n  c\\x41\\u00e9\"\nplain: one\n  two\n\n  three # end\n", "plain: |-\n  one two\n  three\ntext: |-\n  a b\n  cAé\n")]
    [InlineData("%TAG !n! tag:yaml.org,2002:\n---\nnumber: !n!str 5\nother: !<tag:yaml.org,2002:str> 6\nnone: !t\n", "none: \"\"\nnumber: \"5\"\nother: \"6\"\n")]
    public void A_text_means_what_it_means_to_Go(string text, string expected) =>
        Assert.Equal(expected, YamlWriter.ToText(FirstDocument.Read(text, "values.yaml", YamlReadOptions.Default with { ThroughJson = true, DuplicateKeys = DuplicateKeys.LastWins })));

    [Theory]
    [InlineData("path: \"a\\/b\"", "found unknown escape character")]
    [InlineData("face: \"\\ud83d\\ude00\"", "found invalid Unicode character escape code")]
    [InlineData("5\nf: 1", "line 2: mapping values are not allowed in this context")]
    [InlineData("{\"a\" 1}", "did not find expected ',' or '}'")]
    public void What_Go_does_not_take_is_refused(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<SyntaxFault>(() => FirstDocument.Read(text, "values.yaml", YamlReadOptions.Default)).OfConfiguration);

    [Fact]
    public void A_budget_ends_reading_at_once() => Assert.Equal(
        ProblemCode.YamlBudget,
        Assert.Throws<ProblemException>(() => FirstDocument.Read("a: [[[1]]]\nb: [\n", "values.yaml", YamlReadOptions.Default with { MaxDepth = 2 })).Problems[0].Code);

    [Theory]
    [InlineData("\"a\": \"\u00FF\"", "invalid leading UTF-8 octet", 7)]
    [InlineData("a: \u00C3x", "invalid trailing UTF-8 octet", 4)]
    [InlineData("a: \u00E2\u0082", "incomplete UTF-8 octet sequence", 4)]
    [InlineData("a: \u00ED\u00A0\u0080", "invalid Unicode character", 4)]
    [InlineData("a: \u00E0\u0080\u0080", "invalid length of a UTF-8 sequence", 4)]
    public void Bytes_that_are_no_text_are_told_with_their_place(string latin1, string expected, int column)
    {
        var fault = Assert.Throws<SyntaxFault>(() => FirstDocument.Read(Encoding.Latin1.GetBytes("z: é\n".Replace("é", "\u00C3\u00A9") + latin1), null, YamlReadOptions.Default));

        Assert.Equal(expected, fault.OfConfiguration);
        Assert.Equal(new SourcePosition(2, column), fault.Place);
    }
}
