using System.Text;
using Plumbline.Slack;

namespace Plumbline.Reporting.Tests;

public sealed class SlackSignatureTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("payload=%7B%7D");

    private static SlackVerdict Check(string? signature, string? timestamp, byte[]? body = null) =>
        SlackSignature.Check(signature, timestamp, body ?? Body, [Secret, "the-previous-secret-of-this-app"], Now);

    private static string Sign(string timestamp, string secret = Secret) => SlackSignature.Sign(timestamp, Body, secret);

    [Theory]
    [InlineData(0, SlackVerdict.Good)]
    [InlineData(299, SlackVerdict.Good)]
    [InlineData(-300, SlackVerdict.Good)]
    [InlineData(301, SlackVerdict.Late)]
    [InlineData(-301, SlackVerdict.Late)]
    public void Signature_counts_for_five_minutes(int offset, SlackVerdict verdict)
    {
        var timestamp = $"{Now.ToUnixTimeSeconds() + offset}";

        Assert.Equal(verdict, Check(Sign(timestamp), timestamp));
    }

    [Fact]
    public void Previous_secret_counts_during_a_change() =>
        Assert.Equal(SlackVerdict.Good, Check(Sign("1800000000", "the-previous-secret-of-this-app"), "1800000000"));

    [Fact]
    public void Another_body_is_refused() => Assert.Equal(SlackVerdict.Bad, Check(Sign("1800000000"), "1800000000", [1, 2, 3]));

    [Fact]
    public void Another_secret_is_refused() => Assert.Equal(SlackVerdict.Bad, Check(Sign("1800000000", "somebody-elses-secret-altogether"), "1800000000"));

    [Theory]
    [InlineData("")]
    [InlineData("-1800000000")]
    [InlineData("100000000000000000000")]
    [InlineData("1e9")]
    [InlineData("0x6B49D200")]
    [InlineData(" 1800000000")]
    public void Malformed_time_is_refused(string timestamp) => Assert.Equal(SlackVerdict.Bad, Check(Sign(timestamp), timestamp));

    [Fact]
    public void Malformed_signature_is_refused()
    {
        var good = Sign("1800000000");
        foreach (var bad in (string?[])[null, "", "v0=", good[..^1], good + "0", "v1=" + good[3..], good.ToUpperInvariant(), "v0=" + good[3..].ToUpperInvariant(), good + " ", "v0=" + new string('z', 64)])
        {
            Assert.Equal(SlackVerdict.Bad, Check(bad, "1800000000"));
        }
    }

    [Theory]
    [InlineData("payload=")]
    [InlineData("nothing=1")]
    [InlineData("payload=%7Bnot+json")]
    public void Malformed_payload_is_told_apart(string form) => Assert.False(SlackInteraction.TryRead(Encoding.UTF8.GetBytes(form), out _));

    [Theory]
    [InlineData("""{"type":"view_submission"}""")]
    [InlineData("""{"type":"block_actions","actions":[]}""")]
    [InlineData("""{"type":"block_actions","actions":"x"}""")]
    [InlineData("""[1]""")]
    public void Other_payloads_mean_nothing(string payload)
    {
        Assert.True(SlackInteraction.TryRead(Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload)}"), out var press));
        Assert.Null(press);
    }
}
