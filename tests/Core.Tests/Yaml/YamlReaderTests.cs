using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Yaml;

public sealed class YamlReaderTests
{
    private static string Json(string yaml, YamlDialect dialect = YamlDialect.Kubernetes) =>
        JsonTree.ToText(YamlReader.ReadOne(yaml, "a.yaml", new YamlReadOptions { Dialect = dialect }));

    private static Problem Refused(string yaml) =>
        Assert.Single(Assert.Throws<ProblemException>(() => YamlReader.ReadAll(Encoding.UTF8.GetBytes(yaml), "a.yaml", YamlReadOptions.Default)).Problems);

    [Theory]
    [InlineData("a: |\n  \n  b: 1\n", """{"a":"\nb: 1\n"}""")]
    [InlineData("a:\n  b: |- # c\n    \n\n  \n    x |\n      \n    y\n  c: 1\n", """{"a":{"b":"\n\n\nx |\n  \ny","c":1}}""")]
    [InlineData("a: |\r\n  \r\n  b\r\n", """{"a":"\nb\n"}""")]
    [InlineData("- >\n   \n   x\n- |+\n  \n- |\n    \n", """["\nx\n","\n",""]""")]
    public void Blank_lines_before_the_text_of_a_block_may_be_indented_as_far_as_it(string yaml, string json) => Assert.Equal(json, Json(yaml));

    [Theory]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: 'yes'", """{"a":"yes"}""")]
    [InlineData("a: y", """{"a":true}""")]
    [InlineData("y: 1", """{"true":1}""")]
    [InlineData("a: NO", """{"a":false}""")]
    [InlineData("a: oFf", """{"a":"oFf"}""")]
    [InlineData("a: 0777", """{"a":511}""")]
    [InlineData("a: 0o17", """{"a":15}""")]
    [InlineData("a: 08", """{"a":8}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: 12:30:45", """{"a":"12:30:45"}""")]
    [InlineData("a: 2001-01-01", """{"a":"2001-01-01"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: 18446744073709551615", """{"a":18446744073709551615}""")]
    [InlineData("a: 18446744073709551616", """{"a":18446744073709552000}""")]
    [InlineData("a: -9223372036854775808", """{"a":-9223372036854775808}""")]
    [InlineData("a: 1.10", """{"a":1.1}""")]
    [InlineData("a: 1e21", """{"a":1e+21}""")]
    [InlineData("a: 0.0000001", """{"a":1e-7}""")]
    [InlineData("a: 0.00001", """{"a":0.00001}""")]
    [InlineData("a: !!str 12", """{"a":"12"}""")]
    [InlineData("a: !!int \"12\"", """{"a":12}""")]
    [InlineData("a: &x [1]\nb: *x", """{"a":[1],"b":[1]}""")]
    [InlineData("x: &x {a: 1, b: 2}\ny1:\n  <<: *x\n  b: 3", """{"x":{"a":1,"b":2},"y1":{"b":3,"a":1}}""")]
    public void Scalar_reads_as_Kubernetes_reads_it(string yaml, string json) => Assert.Equal(json, Json(yaml));

    [Theory]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: y", """{"a":"y"}""")]
    [InlineData("a: true", """{"a":true}""")]
    public void Scalar_reads_as_kustomize_reads_it(string yaml, string json) => Assert.Equal(json, Json(yaml, YamlDialect.Kyaml));

    [Theory]
    [InlineData("a: 1\na: 2", ProblemCode.YamlDuplicateKey, 2, 1)]
    [InlineData("a: {b: 1, b: 2}", ProblemCode.YamlDuplicateKey, 1, 11)]
    [InlineData("a: &x [*x]", ProblemCode.YamlSyntax, 1, 8)]
    [InlineData("a: !!System.Diagnostics.Process {}", ProblemCode.YamlTag, 1, 4)]
    [InlineData("a: !ruby/object x", ProblemCode.YamlTag, 1, 4)]
    [InlineData("a: [1", ProblemCode.YamlSyntax, 0, 0)]
    [InlineData("a: b: c", ProblemCode.YamlSyntax, 1, 5)]
    [InlineData("a: \u0007", ProblemCode.YamlEncoding, 1, 4)]
    public void Bad_text_is_refused_with_its_place(string yaml, string code, int line, int column)
    {
        var problem = Refused(yaml);

        Assert.Equal(code, problem.Code);
        Assert.Equal("a.yaml", problem.File);
        if (line > 0)
        {
            Assert.Equal(new SourcePosition(line, column), problem.Position);
        }
    }

    [Theory]
    [InlineData("a: 1\nb: [1\nc:\n  d: 2\n", 2, "'['")]
    [InlineData("a: 1\nb: [1\nc:\n  d: 2\n  e:\n    f: g\n---\nh: 1\n", 2, "'['")]
    [InlineData("a: 1\nb: {c: 1\nd:\n  e: 2\n", 2, "'{'")]
    [InlineData("spec:\n  replicas: [1\n  selector:\n    matchLabels:\n      app: web\n", 2, "'['")]
    public void Bracket_that_is_not_closed_is_named_with_its_line(string yaml, int line, string bracket)
    {
        var problem = Refused(yaml);
        Assert.Equal(ProblemCode.YamlSyntax, problem.Code);
        Assert.True(problem.Position.Line >= line, problem.ToString());
        Assert.Contains($"{bracket} of line {line}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alias_bomb_is_over_budget()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 10; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Equal(ProblemCode.YamlBudget, Refused(bomb.ToString()).Code);
    }

    [Theory]
    [InlineData("- ", 101)]
    [InlineData("- ", 30_000)]
    [InlineData("[", 101)]
    [InlineData("[", 1_000_000)]
    [InlineData("{a: ", 100_000)]
    public void Deep_nesting_is_over_budget_and_the_process_lives(string unit, int times)
    {
        var code = Refused(string.Concat(Enumerable.Repeat(unit, times))).Code;

        Assert.Contains(code, new[] { ProblemCode.YamlBudget, ProblemCode.YamlSyntax });
    }

    [Theory]
    [InlineData("a: [1,\x7f\n-")]
    [InlineData("\0:\t\u0087")]
    [InlineData("...\0\u0080.")]
    [InlineData("!!KKh….+:K")]
    public void Known_parser_crashers_are_plain_problems(string yaml) => Assert.NotNull(Refused(yaml).Code);

    [Fact]
    public void Bytes_that_are_not_Utf8_are_refused_with_their_line()
    {
        var problem = Assert.Single(Assert.Throws<ProblemException>(
            () => YamlReader.ReadAll([(byte)'a', (byte)'\n', 0xFF, 0xFE], "a.yaml", YamlReadOptions.Default)).Problems);

        Assert.Equal(ProblemCode.YamlEncoding, problem.Code);
        Assert.Equal(2, problem.Position.Line);
    }

    [Fact]
    public void Empty_documents_are_left_out()
    {
        var documents = YamlReader.ReadAll("# nothing\n---\n---\na: 1\n---\n# end\n---\nnull\n", null, YamlReadOptions.Default);

        Assert.Equal(["""{"a":1}""", "null"], documents.Select(JsonTree.ToText));
    }

    [Theory]
    [InlineData("a:\n  b: \"one\n:two\"\n  c: 1\n", "one :two")]
    [InlineData("a:\n  b: 'it''s\nhere'\n", "it's here")]
    [InlineData("a:\n  b: \"x\\\n y\n\nz\"\n", "xy\nz")]
    public void Further_lines_of_a_quoted_scalar_may_start_anywhere(string text, string expected)
    {
        var document = (MapNode)YamlReader.ReadOne(text, null, YamlReadOptions.Default);
        Assert.Equal(expected, ((ScalarNode)((MapNode)document["a"]!)["b"]!).StringValue);
    }
}
