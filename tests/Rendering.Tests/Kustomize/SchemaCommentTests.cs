using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Which list or map a comment with JSON belongs to; the placements are those the original goes by.</summary>
public sealed class SchemaCommentTests
{
    [Theory]
    [InlineData("list: # {\"a\":1}\n- x\n", "{\"a\":1}")]
    [InlineData("list: ###   {\"a\":1}\n- x\n", "{\"a\":1}")]
    [InlineData("# words\nother: 1\n# {\"a\":1}\nlist:\n- x\n", "{\"a\":1}")]
    [InlineData("list: [x] # {\"a\":1}\n", "{\"a\":1}")]
    [InlineData("list: [\n  x\n] # {\"a\":1}\n", "{\"a\":1}")]
    [InlineData("other: 1\n# {\"a\":1}\nlist: # words\n- x\n", null)]
    [InlineData("other: 1\n# words\n# {\"a\":1}\nlist:\n- x\n", null)]
    [InlineData("list:\n# {\"a\":1}\n- x\n", null)]
    [InlineData("list: # words\n- 'x # {'\n", null)]
    public void A_comment_belongs_to_the_list_it_stands_beside(string text, string? expected)
    {
        var list = (ListNode)((MapNode)Read(text)[0])["list"]!;

        Assert.Equal(expected, list.Comment);
        Assert.Equal(expected, ((ListNode)list.Clone()).Comment);
    }

    [Fact]
    public void A_comment_above_an_item_belongs_to_the_item()
    {
        var list = (ListNode)((MapNode)Read("list:\n- name: z\n# {\"a\":1}\n- in:\n  - x\n")[0])["list"]!;

        Assert.Equal("{\"a\":1}", ((MapNode)list[1]).Comment);
        Assert.Null(((ListNode)((MapNode)list[1])["in"]!).Comment);
    }

    [Fact]
    public void A_comment_above_the_first_key_belongs_to_that_key_or_to_the_document()
    {
        var root = (MapNode)Read("# {\"a\":1}\nspec:\n  # {\"b\":2}\n  list:\n  - x\n")[0];

        Assert.Null(((MapNode)root["spec"]!).Comment);
        Assert.Equal("{\"b\":2}", ((ListNode)((MapNode)root["spec"]!)["list"]!).Comment);
    }

    [Fact]
    public void Every_document_has_its_own()
    {
        var documents = Read("list: [x]\n---\nlist: [x] # {\"a\":1}\n");

        Assert.Null(((ListNode)((MapNode)documents[0])["list"]!).Comment);
        Assert.Equal("{\"a\":1}", ((ListNode)((MapNode)documents[1])["list"]!).Comment);
    }

    private static IReadOnlyList<Node> Read(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var documents = YamlReader.ReadAll(bytes, "in.yaml", new YamlReadOptions { Dialect = YamlDialect.Kyaml });
        JsonComments.Attach(bytes, documents);
        return documents;
    }
}
