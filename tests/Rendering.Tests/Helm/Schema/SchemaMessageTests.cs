using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Schema;

/// <summary>What a schema makes of values, and how it says so; every text as the validator of Helm words it (threat T-TPL-8, advisories A-86, A-91, A-94).</summary>
public sealed class SchemaMessageTests
{
    private const string Seven = "\"$schema\":\"http://json-schema.org/draft-07/schema#\",";
    private const string Four = "\"$schema\":\"http://json-schema.org/draft-04/schema#\",";

    [Theory]
    [InlineData("""{"properties":{"a":{"pattern":"^\\w+$"}}}""", "a: \"x\\n\"", "- at '/a': 'x\\n' does not match pattern '^\\\\w+$'")]
    [InlineData("""{"properties":{"a":{"pattern":"^\\pL+$"}}}""", "a: é", null)]
    [InlineData("""{"properties":{"a":{"minimum":1000000}}}""", "a: 12345.678", "- at '/a': minimum: got 12,345.678, want 1×10⁰⁶")]
    [InlineData("""{"properties":{"a":{"minimum":1}}}""", "a: 1e-7", "- at '/a': minimum: got 1×10⁻⁰⁷, want 1")]
    [InlineData("""{"properties":{"a":{"maximum":-0.5}}}""", "a: -0.25", "- at '/a': maximum: got -0.25, want -0.5")]
    [InlineData("""{"properties":{"a":{"const":1e21}}}""", "a: 1", "- at '/a': value must be 1e21")]
    [InlineData("""{"properties":{"a":{"enum":[1.0,null,"x"]}}}""", "a: 2", "- at '/a': value must be one of 1.0, <nil>, 'x'")]
    [InlineData("""{"properties":{"a":{"multipleOf":1.5}}}""", "a: 1e21", "- at '/a': multipleOf: got 1×10²¹, want 1.5")]
    [InlineData("""{"properties":{"a":{"multipleOf":0.1}}}""", "a: 0.3", null)]
    [InlineData("""{"properties":{"a":{"propertyNames":{"maxLength":1}}}}""", "a: {bb: 1}", "- at '': invalid propertyName 'bb'\n  - at '': maxLength: got 2, want 1")]
    [InlineData("""{"$ref":"#"}""", "a: 1", "- at '': both /$ref and  resolve to \"file:///values.schema.json#\" causing reference cycle")]
    [InlineData("""{"properties":{"a b":{"$ref":"#/definitions/c"}},"definitions":{"c":{"allOf":[{"$ref":"#/properties/a%20b"}]}}}""", "a b: 1", "- at '/a b': allOf failed\n  - at '/a b': both /properties/a%20b/$ref/allOf/0/$ref and /properties/a%20b resolve to \"file:///values.schema.json#/properties/a%20b\" causing reference cycle")]
    public void Values_are_judged_as_the_validator_does(string schema, string values, string? message) => Check(schema, values, message);

    [Theory]
    [InlineData("uri", "x/y", "relative url")]
    [InlineData("date", "2024-13-01", "parsing time \"2024-13-01\": month out of range")]
    [InlineData("date-time", "2024-01-01T24:00:00Z", "invalid time element: hour/min/sec out of range")]
    [InlineData("time", "12:00:60Z", "invalid leap second")]
    [InlineData("duration", "P1DT", "no time elements")]
    [InlineData("duration", "P1D1Y", "unit 'Y' out of order")]
    [InlineData("period", "2024", "missing slash")]
    [InlineData("ipv4", "1.2.03.4", "leading zeros")]
    [InlineData("ipv6", "1.2.3.4", "missing colon")]
    [InlineData("hostname", "a-.b", "label ends with hyphen")]
    [InlineData("email", "a..b@c", "consecutive dots")]
    [InlineData("email", "a@[1.2.3]", "invalid ipv4 address: expected four decimals")]
    [InlineData("uuid", "1-2", "must have 5 elements")]
    [InlineData("json-pointer", "a", "not starting with /")]
    [InlineData("relative-json-pointer", "01", "starts with zero")]
    [InlineData("regex", "(", "error parsing regexp: missing closing ): `(`")]
    public void Formats_are_checked_in_drafts_before_2019_with_their_reason(string format, string text, string reason)
    {
        var body = $"\"properties\":{{\"a\":{{\"format\":\"{format}\"}}}}}}";
        Check("{" + Seven + body, $"a: '{text}'", $"- at '/a': '{text}' is not valid {format}: {reason}");
        Check("{" + body, $"a: '{text}'", null);
    }

    [Theory]
    [InlineData("{" + Four + "\"properties\":{\"a\":true}}", "draft-04", "- at '/properties/a': got boolean, want object")]
    [InlineData("{" + Four + "\"exclusiveMinimum\":true}", "draft-04", "- at '': properties 'minimum' required, if 'exclusiveMinimum' exists")]
    [InlineData("{" + Seven + "\"minLength\":-1}", "draft-07", "- at '/minLength': allOf failed\n  - at '/minLength': minimum: got -1, want 0")]
    [InlineData("{" + Seven + "\"pattern\":\"[\"}", "draft-07", "- at '/pattern': '[' is not valid regex: error parsing regexp: missing closing ]: `[`")]
    [InlineData("{" + Seven + "\"$defs\":{\"d\":{\"type\":5}},\"$ref\":\"#/$defs/d\"}", "draft-07", "- at '/type': anyOf failed\n  - at '/type': value must be one of")]
    [InlineData("""{"required":["a","a"]}""", "draft/2020-12", "- at '': allOf failed\n  - at '/required': items at 0 and 1 are equal")]
    public void A_schema_must_fit_the_schema_of_its_draft(string schema, string draft, string message)
    {
        var error = Error(schema, "a: 1");
        Assert.Contains("is not valid against metaschema: jsonschema validation failed with '", error);
        Assert.Contains(draft, error);
        Assert.Contains(message, error);
    }

    [Fact]
    public void Beside_a_reference_older_drafts_look_at_a_const_alone()
    {
        Check("{" + Seven + "\"definitions\":{\"d\":{}},\"properties\":{\"a\":{\"$ref\":\"#/definitions/d\",\"maximum\":1}}}", "a: 5", null);
        Check("{" + Seven + "\"definitions\":{\"d\":{}},\"properties\":{\"a\":{\"$ref\":\"#/definitions/d\",\"const\":1}}}", "a: 5", "- at '/a': value must be 1");
    }

    [Theory]
    [InlineData("https://json-schema.org/schema")]
    [InlineData("http://json-schema.org/draft/2020-12/schema#")]
    [InlineData("http://json-schema.org/draft/2019-09/schema")]
    public void A_draft_is_known_whatever_the_scheme_of_its_address(string draft) =>
        Check($"{{\"$schema\":\"{draft}\",\"properties\":{{\"a\":{{\"maximum\":1}}}}}}", "a: 5", "- at '/a': maximum: got 5, want 1");

    [Fact]
    public void References_that_lead_nowhere_are_told_apart()
    {
        Assert.Contains("json-pointer in \"file:///values.schema.json#/nope\" not found", Error("""{"$ref":"#/nope"}""", "a: 1"));
        Assert.Contains("anchor in \"file:///values.schema.json#nope\" not found in schema \"file:///values.schema.json\"", Error("""{"$ref":"#nope"}""", "a: 1"));
    }

    private static void Check(string schema, string values, string? message)
    {
        var error = Error(schema, values);
        Assert.Equal(message is null ? null : $"values don't meet the specifications of the schema(s) in the following chart(s):\nshop:\n{message}\n", error);
    }

    private static string? Error(string schema, string values)
    {
        var tree = MemorySourceTree.Of(("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("values.schema.json", schema), ("values.yaml", values));
        var result = new HelmTemplate(TimeProvider.System).Run(new HelmRequest { Tree = tree }, TestContext.Current.CancellationToken);
        return result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error)?.Message;
    }
}
