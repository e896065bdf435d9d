using CsCheck;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("n", "\"n\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("1_0", "\"1_0\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("0o7", "\"0o7\"")]
    [InlineData("08", "\"08\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("2001-13-01", "2001-13-01")]
    [InlineData("2001-01-01T10:00:00+02:00", "\"2001-01-01T10:00:00+02:00\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("=", "=")]
    [InlineData("<<", "<<")]
    [InlineData("*x", "'*x'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a:b", "a:b")]
    [InlineData("- x", "'- x'")]
    [InlineData("-x", "-x")]
    [InlineData(" x", "' x'")]
    [InlineData("@x", "'@x'")]
    [InlineData("it's", "it's")]
    [InlineData("'s", "'''s'")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("é\u200b", "é\u200b")]
    [InlineData("😀", "\"\\U0001F600\"")]
    [InlineData("a\nb", "|-\n  a\n  b")]
    [InlineData("a\nb\n", "|\n  a\n  b")]
    [InlineData("a\n\n", "|+\n  a\n")]
    [InlineData("  a\nb", "|2-\n    a\n  b")]
    [InlineData("\na", "|2-\n\n  a")]
    [InlineData("a \nb", "\"a \\nb\"")]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    public void Text_is_written_in_the_style_kubectl_picks(string text, string written)
    {
        var map = new MapNode();
        map.Set("k", ScalarNode.Of(text));

        Assert.Equal($"k: {written}\n", YamlWriter.ToText(map));
    }

    [Theory]
    [InlineData("k2", "k16")]
    [InlineData("08}", "100")]
    [InlineData("a9b", "a09")]
    [InlineData("1", "a")]
    [InlineData("A", "a")]
    [InlineData("z", "é")]
    [InlineData("a-b", "ab")]
    [InlineData("a", "a.b")]
    public void Natural_order_puts_left_before_right(string left, string right)
    {
        Assert.True(NaturalKeyOrder.Compare(left, right) < 0);
        Assert.True(NaturalKeyOrder.Compare(right, left) > 0);
    }

    [Theory]
    [InlineData(1.5, "1.5")]
    [InlineData(1000.0, "1000")]
    [InlineData(1e20, "1e+20")]
    [InlineData(1e19, "10000000000000000000")]
    [InlineData(1e-6, "1e-06")]
    [InlineData(-0.0, "0")]
    [InlineData(1234567.5, "1.2345675e+06")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(9223372036854775807d, "9223372036854776000")]
    public void Float_is_written_as_it_comes_out_of_JSON(double value, string written) =>
        Assert.Equal(written + "\n", YamlWriter.ToText(ScalarNode.Of(value)));

    [Fact]
    public void Keys_are_sorted_naturally_and_lists_stand_at_their_keys_column()
    {
        var node = YamlReader.ReadOne("{b: [1, [2, {x: y z, a: {}}], []], a10: 1, a9: null, A: true, 'y': {z: [{q: 1, r: [a]}]}}", null, YamlReadOptions.Default);

        Assert.Equal(
            "A: true\na9: null\na10: 1\nb:\n- 1\n- - 2\n  - a: {}\n    x: y z\n- []\n\"y\":\n  z:\n  - q: 1\n    r:\n    - a\n",
            YamlWriter.ToText(node));
    }

    [Fact]
    public void Pretty_form_indents_dashes_and_folds_nothing()
    {
        var node = YamlReader.ReadOne("{b: [1, {c: [2]}]}", null, YamlReadOptions.Default);
        var words = string.Join(' ', Enumerable.Repeat("word", 40));

        Assert.Equal("b:\n  - 1\n  - c:\n      - 2\n", YamlWriter.ToText(node, YamlWriterOptions.Pretty));
        Assert.Equal(words + "\n", YamlWriter.ToText(ScalarNode.Of(words), YamlWriterOptions.Pretty));
    }

    [Fact]
    public void Long_text_folds_at_the_first_single_space_past_column_80()
    {
        var map = new MapNode();
        map.Set("k", ScalarNode.Of(new string('a', 85) + " b  c d"));

        Assert.Equal($"k: {new string('a', 85)}\n  b  c d\n", YamlWriter.ToText(map));
    }

    [Fact]
    public void Long_key_is_written_as_an_explicit_one()
    {
        var map = new MapNode();
        map.Set(new string('k', 129), ScalarNode.Of(1));

        Assert.Equal($"? {new string('k', 129)}\n: 1\n", YamlWriter.ToText(map));
    }

    [Fact]
    public void Infinite_number_is_refused()
    {
        Assert.Throws<ProblemException>(() => YamlWriter.ToText(ScalarNode.Of(double.PositiveInfinity)));
    }

    [Fact]
    public void Tree_nested_beyond_the_limit_is_refused()
    {
        Node node = ScalarNode.Of(1);
        for (var i = 0; i < YamlWriter.MaxDepth + 1; i++)
        {
            node = new ListNode([node]);
        }

        Assert.Throws<ProblemException>(() => YamlWriter.ToText(node));
    }

    [Fact]
    public void Written_text_reads_back_as_the_same_tree()
    {
        string[] parts = ["a", "yes", " ", "\n", ": ", "#", "'", "\"", "-", "0", "1", "é", "\t", "word word ", "😀", "[", "}", ".5", "e3", "~"];
        var text = Gen.Int[0, parts.Length - 1].Select(i => parts[i])
            .Array[0, 12].Select(chosen => string.Concat(chosen));
        var scalar = Gen.OneOf(
            text.Select(t => (Node)ScalarNode.Of(t)), Gen.Long.Select(n => (Node)ScalarNode.Of(n)), Gen.Bool.Select(b => (Node)ScalarNode.Of(b)),
            Gen.Const((Node)ScalarNode.Null));
        var list = scalar.Array[0, 3].Select(items => (Node)new ListNode(items));
        var map = Gen.Select(text, Gen.OneOf(scalar, list)).Array[0, 6].Select(Map);
        var nested = Gen.Select(text, map).Array[1, 4].Select(Map);

        nested.Sample(node =>
            Assert.True(Node.DeepEquals(node, YamlReader.ReadOne(YamlWriter.ToText(node), null, YamlReadOptions.Default)), YamlWriter.ToText(node)), iter: 3000);
    }

    private static Node Map((string Key, Node Value)[] entries)
    {
        var map = new MapNode();
        foreach (var (key, value) in entries)
        {
            map.Set(key, value);
        }

        return map;
    }
}
