using System.Globalization;
using System.Text;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>T-WH-1, T-WH-2, T-WH-4, T-WH-13: what is not signed as it should be is refused alike, and leaves nothing behind.</summary>
public sealed class WebhookSignatureTests : IAsyncLifetime
{
    private TestHost? _started;

    private TestHost Host => _started!;

    public async ValueTask InitializeAsync() => _started = await TestHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static TheoryData<string> BadSignatures()
    {
        var body = TestHost.Push();
        var good = TestHost.Sign(TestHost.GitHubSecret, body);
        var hex = good["sha256=".Length..];
        return
        [
            "", "sha256=", $"sha256={hex[..63]}", $"sha256={hex}0", $"sha256={new string('g', 64)}", $"SHA256={hex}", $"sha256={hex.ToUpperInvariant()}",
            $"{good},{good}", $"{good};", $"{good} 0", $"sha1={hex[..40]}", $"sha512={hex}{hex}", hex, $"sha256:{hex}", $"sha256={new string('0', 64)}",
            TestHost.Sign(TestHost.OtherSecret, body), TestHost.Sign("", body), TestHost.Sign(TestHost.GitHubSecret, []),
        ];
    }

    [Theory]
    [MemberData(nameof(BadSignatures))]
    public async Task Bad_signature_is_refused_without_side_effect(string signature)
    {
        var (status, body) = await Host.Send(TestHost.GitHub(TestHost.Push(), signature: signature));

        Assert.Equal((401, """{"code":"Unauthorized","message":"The route or the signature is not known."}"""), (status, body));
        AssertNothingHappened();
    }

    [Fact]
    public async Task Missing_signature_and_two_signatures_are_refused()
    {
        var none = TestHost.GitHub(TestHost.Push());
        none.Headers.Remove("X-Hub-Signature-256");
        var two = TestHost.GitHub(TestHost.Push());
        two.Headers.TryAddWithoutValidation("X-Hub-Signature-256", TestHost.Sign(TestHost.GitHubSecret, TestHost.Push()));
        var weak = TestHost.GitHub(TestHost.Push());
        weak.Headers.Remove("X-Hub-Signature-256");
        weak.Headers.TryAddWithoutValidation("X-Hub-Signature", "sha1=0000");

        Assert.Equal(401, (await Host.Send(none)).Status);
        Assert.Equal(401, (await Host.Send(two)).Status);
        Assert.Equal(401, (await Host.Send(weak)).Status);
        AssertNothingHappened();
    }

    [Fact]
    public async Task Good_signature_is_accepted()
    {
        var (status, body) = await Host.Send(TestHost.GitHub(TestHost.Push()));

        Assert.Equal(202, status);
        Assert.Matches("""^\{"delivery":"[0-9a-f]{32}"\}$""", body);
    }

    [Fact]
    public async Task Secret_belongs_to_its_route()
    {
        Assert.Equal(401, (await Host.Send(TestHost.GitHub(TestHost.Push(), TestHost.GitHubRoute, secret: TestHost.OtherSecret))).Status);
        Assert.Equal(202, (await Host.Send(TestHost.GitHub(TestHost.Push(), TestHost.OtherRoute, secret: TestHost.OtherSecret))).Status);
    }

    [Fact]
    public async Task Previous_secret_is_good_until_its_time()
    {
        Assert.Equal(202, (await Host.Send(TestHost.GitHub(TestHost.Push(), secret: TestHost.OldSecret))).Status);

        await using var later = await TestHost.Start(oldUntil: TimeProvider.System.GetUtcNow().AddMinutes(-1));
        Assert.Equal(401, (await later.Send(TestHost.GitHub(TestHost.Push(), secret: TestHost.OldSecret))).Status);
        Assert.Equal(202, (await later.Send(TestHost.GitHub(TestHost.Push()))).Status);
    }

    [Fact]
    public async Task Unknown_route_looks_like_a_bad_signature()
    {
        var unknown = await Host.Send(TestHost.GitHub(TestHost.Push(), "no-such-route"));
        var bad = await Host.Send(TestHost.GitHub(TestHost.Push(), signature: "sha256=00"));

        Assert.Equal(bad, unknown);
    }

    [Fact]
    public async Task Signature_is_over_the_bytes_as_sent()
    {
        var signed = TestHost.Sign(TestHost.GitHubSecret, TestHost.Push());
        byte[][] variants =
        [
            [.. "\ufeff"u8, .. TestHost.Push()],
            [.. TestHost.Push(), (byte)'\n'],
            Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(TestHost.Push())),
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(TestHost.Push()).Replace(":", ": ", StringComparison.Ordinal)),
        ];

        foreach (var variant in variants)
        {
            Assert.Equal(401, (await Host.Send(TestHost.GitHub(variant, signature: signed))).Status);
        }

        // Signed as sent, a trailing newline is sound JSON.
        Assert.Equal(202, (await Host.Send(TestHost.GitHub([.. TestHost.Push(), (byte)'\n']))).Status);
    }

    [Theory]
    [InlineData(0, 202)]
    [InlineData(299, 202)]
    [InlineData(-299, 202)]
    [InlineData(310, 401)]
    [InlineData(-310, 401)]
    public async Task Generic_signature_covers_a_timestamp_in_the_window(int offset, int expected)
    {
        var stamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + offset).ToString(CultureInfo.InvariantCulture);

        Assert.Equal(expected, (await Host.Send(Ci(stamp, stamp))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("0x10")]
    [InlineData("100000000000000000000")]
    [InlineData("+5")]
    public async Task Malformed_timestamp_is_refused(string stamp) => Assert.Equal(401, (await Host.Send(Ci(stamp, stamp))).Status);

    [Fact]
    public async Task Timestamp_other_than_the_signed_one_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(401, (await Host.Send(Ci($"{now - 5}", $"{now}"))).Status);
    }

    private static HttpRequestMessage Ci(string signedStamp, string sentStamp)
    {
        var body = """{"application":"shop","reason":"build 7"}"""u8.ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{TestHost.CiRoute}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Signature", TestHost.Sign(TestHost.CiSecret, [.. Encoding.UTF8.GetBytes(signedStamp + "."), .. body]));
        request.Headers.TryAddWithoutValidation("X-Timestamp", sentStamp);
        request.Headers.TryAddWithoutValidation("X-Delivery", "build-7");
        return request;
    }

    private void AssertNothingHappened()
    {
        Assert.DoesNotContain(Host.Documents.All, d => d.Key.Partition.StartsWith("deliveries", StringComparison.Ordinal));
        Assert.Empty(Host.Blobs.All);
        Assert.Empty(Host.Queue.Bodies("deliveries"));
    }
}
