using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Schema;

/// <summary>Schemas that refer to documents at URLs: asked for, then used as the validator of Helm uses them; nothing is fetched meanwhile (threat T-TPL-8).</summary>
public sealed class SchemaReferenceTests
{
    private const string Base = "https://schemas.example.com/v1/";

    private readonly HelmTemplate _helm = new(TimeProvider.System);
    private readonly Dictionary<OutsidePart, FetchedPart> _parts = [];

    [Fact]
    public void What_is_not_there_yet_is_asked_for_all_at_once()
    {
        var result = Run($$"""{"properties":{"a":{"$ref":"{{Base}}a.json"},"b":{"$ref":"{{Base}}b.json#/$defs/x"},"c":{"$ref":"{{Base}}b.json"} } }""", "a: 1");

        Assert.Equal([new OutsidePart.Schema(Base + "a.json"), new OutsidePart.Schema(Base + "b.json")], result.Wanted);
        Assert.All(result.Problems, p => Assert.Equal(HelmProblem.SchemaViolated, p.Code));
        Assert.Contains($"the schema {Base}a.json, which has to be fetched first", result.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_refer_to_each_other_relative_to_where_they_lie()
    {
        const string schema = $$"""{"properties":{"a":{"$ref":"{{Base}}a.json#/$defs/port"} } }""";
        Fetch("a.json", """{"$defs":{"port":{"$ref":"types/b.json#port"}}}""");
        Assert.Equal([new OutsidePart.Schema(Base + "types/b.json")], Run(schema, "a: 1").Wanted);

        Fetch("types/b.json", """{"$defs":{"p":{"$anchor":"port","maximum":10}}}""");
        Check(schema, "a: 10", null);
        Check(schema, "a: 11", "- at '/a': maximum: got 11, want 10");
    }

    [Fact]
    public void Each_document_is_of_its_own_draft()
    {
        // In draft 4 the limit itself is excluded by a boolean; in later ones that is no schema.
        Fetch("old.json", """{"$schema":"http://json-schema.org/draft-04/schema#","id":"https://elsewhere.example.com/old","minimum":3,"exclusiveMinimum":true}""");
        const string schema = $$"""{"properties":{"a":{"$ref":"{{Base}}old.json","maximum":5} } }""";

        Check(schema, "a: 3", "- at '/a': exclusiveMinimum: got 3, want 3");
        Check(schema, "a: 6", "- at '/a': maximum: got 6, want 5");
        Check(schema, "a: 4", null);
    }

    [Fact]
    public void A_document_may_refer_to_itself_and_to_parts_by_their_ids()
    {
        Fetch("tree.json", """{"properties":{"leaf":{"$ref":"leaf"},"below":{"$ref":"#"}},"$defs":{"l":{"$id":"leaf","type":"string"}}}""");

        Check($$"""{"$ref":"{{Base}}tree.json"}""", "{below: {below: {leaf: 1}}}", "- at '/below/below/leaf': got number, want string");
    }

    [Theory]
    [InlineData("{", "failing loading \"https://schemas.example.com/v1/a.json\": ")]
    [InlineData("""{"type":5}""", "\"https://schemas.example.com/v1/a.json#\" is not valid against metaschema")]
    [InlineData("{}", "json-pointer in \"https://schemas.example.com/v1/a.json#/nope\" not found")]
    public void A_document_that_is_none_is_named(string document, string message)
    {
        Fetch("a.json", document);

        Check($$"""{"$ref":"{{Base}}a.json#/nope"}""", "a: 1", message);
    }

    [Fact]
    public void A_document_that_cannot_be_had_is_named_with_the_reason()
    {
        _parts[new OutsidePart.Schema(Base + "a.json")] = new FetchedPart { Failure = "It is not there." };

        Check($$"""{"$ref":"{{Base}}a.json"}""", "a: 1", $"failing loading \"{Base}a.json\": It is not there.");
    }

    /// <summary>Charts are kept by content, and with them their schemas.</summary>
    [Fact]
    public void A_document_that_changed_counts_at_once()
    {
        const string schema = $$"""{"properties":{"a":{"$ref":"{{Base}}a.json"} } }""";
        Fetch("a.json", """{"maximum":1}""");
        Check(schema, "a: 2", "- at '/a': maximum: got 2, want 1");

        Fetch("a.json", """{"maximum":2}""");
        Check(schema, "a: 2", null);

        _parts.Clear();
        Assert.Single(Run(schema, "a: 2").Wanted);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("other.json")]
    [InlineData("ftp://schemas.example.com/a.json")]
    public void Nothing_else_is_asked_for(string reference)
    {
        var result = Run($$"""{"$ref":"{{reference}}"}""", "a: 1");

        Assert.Empty(result.Wanted);
        Assert.Contains("references to other files and hosts are not followed", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_documents_has_an_end()
    {
        for (var n = 0; n < 200; n++)
        {
            Fetch($"{n}.json", $$"""{"$ref":"{{n + 1}}.json"}""");
        }

        Check($$"""{"$ref":"{{Base}}0.json"}""", "a: 1", "the schema refers to more than 128 documents");
    }

    private void Fetch(string name, string text) => _parts[new OutsidePart.Schema(Base + name)] = new FetchedPart { Bytes = Encoding.UTF8.GetBytes(text) };

    private void Check(string schema, string values, string? message)
    {
        var result = Run(schema, values);

        Assert.Empty(result.Wanted);
        if (message is null)
        {
            Assert.Empty(result.Problems);
        }
        else
        {
            Assert.Contains(message, Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        }
    }

    private HelmResult Run(string schema, string values) => _helm.Run(
        new HelmRequest
        {
            Tree = MemorySourceTree.Of(("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("values.schema.json", schema), ("values.yaml", values)),
            Parts = _parts,
        },
        TestContext.Current.CancellationToken);
}
