using CsCheck;
using Plumbline.Core.Reporting;
using Plumbline.Slack;

namespace Plumbline.Reporting.Tests;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("<!channel> hi", "&lt;!channel&gt; hi")]
    [InlineData("<http://evil|https://good>", "&lt;http://evil|\u2060https://good&gt;")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("*bold* _it_ `code`", "*\u2060bold*\u2060 _\u2060it_\u2060 `\u2060code`\u2060")]
    [InlineData("x\u202Ey", "x\\u202ey")]
    [InlineData("x\u200By", "x\\u200by")]
    [InlineData("a\rb\u001b[2J", "a\\u000db\\u001b[2J")]
    public void Strangers_text_becomes_harmless(string text, string expected) => Assert.Equal(expected, SlackText.Escape(text, 200));

    [Fact]
    public void No_text_makes_markup_or_is_longer_than_allowed() => Gen.String.Sample(text =>
    {
        var escaped = SlackText.Escape(text, 50);

        Assert.True(escaped.Length <= 50);
        Assert.DoesNotContain('<', escaped);
        Assert.DoesNotContain('>', escaped);
    });

    [Fact]
    public void Message_within_any_input_stays_within_the_services_budget()
    {
        var sections = Enumerable.Repeat(new string('&', 5000), 100).ToList();
        var message = SlackBlocks.Of(new ChatMessage(new string('x', 1000), sections, [("a", new string('y', 1000))], new string('z', 5000), []));

        Assert.InRange(Characters(message), 1, 12_000);
    }

    private static int Characters(System.Text.Json.Nodes.JsonNode? node) => node switch
    {
        System.Text.Json.Nodes.JsonObject map => map.Sum(m => Characters(m.Value)),
        System.Text.Json.Nodes.JsonArray list => list.Sum(Characters),
        System.Text.Json.Nodes.JsonValue value when value.TryGetValue<string>(out var text) => text.Length,
        _ => 0,
    };
}
