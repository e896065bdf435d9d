using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Problems;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>Secrets of routes: whose they are, how long they last, how short they may be, and that they cover the bytes as sent.</summary>
public sealed class SecretRotationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plumbline-secrets-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>T-WH-2, T-SUP-5: while senders are changed over both secrets are good, and not a second longer.</summary>
    [Fact]
    public async Task Previous_secret_ends_in_a_running_host()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.Start(clock: clock, oldUntil: clock.GetUtcNow().AddHours(1));
        Task<(int Status, string Body)> Send(string secret, string id) => host.Send(TestHost.GitHub(TestHost.Push(), secret: secret, delivery: id));

        Assert.Equal(202, (await Send(TestHost.OldSecret, "a")).Status);
        Assert.Equal(202, (await Send(TestHost.GitHubSecret, "b")).Status);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(202, (await Send(TestHost.OldSecret, "c")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await Send(TestHost.OldSecret, "d")).Status);
        Assert.Equal(202, (await Send(TestHost.GitHubSecret, "e")).Status);
    }

    /// <summary>T-WH-2: the route says whose secret counts, not the repository in the body.</summary>
    [Fact]
    public async Task Secret_of_one_route_is_worth_nothing_on_another()
    {
        await using var host = await TestHost.Start();
        (string Route, string Secret)[] wrong =
        [
            (TestHost.GitHubRoute, TestHost.OtherSecret), (TestHost.OtherRoute, TestHost.GitHubSecret), (TestHost.OtherRoute, TestHost.OldSecret), (TestHost.GitHubRoute, TestHost.CiSecret),
            (TestHost.CiRoute, TestHost.CiSecret), (TestHost.GitHubRoute, ""),
        ];
        foreach (var (route, secret) in wrong)
        {
            Assert.Equal(401, (await host.Send(TestHost.GitHub(TestHost.Push(url: "https://github.com/other/repo.git"), route, secret: secret))).Status);
        }

        host.AssertUntouched();
    }

    /// <summary>T-WH-3: a secret that is no secret stops the start, with a sentence that names the route and not the secret.</summary>
    [Theory]
    [InlineData("Routes:gh-4f1c9a", "Secret", "", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", " ", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", "12345678", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", "123456789012345", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", "                    ", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", "16 bytes")]
    [InlineData("Routes:gh-4f1c9a", "Secret", null, "does not exist")]
    [InlineData("Routes:gh-4f1c9a", "PreviousSecret", "12345678", "16 bytes")]
    [InlineData("Slack", "SigningSecret", "", "does not exist")]
    [InlineData("Slack", "SigningSecret", " ", "16 bytes")]
    [InlineData("Slack", "SigningSecret", "12345678", "16 bytes")]
    [InlineData("Slack", "PreviousSigningSecret", "12345678", "16 bytes")]
    [InlineData("Api:Tokens:ci", "Secret", "12345678", "16 bytes")]
    public async Task Secret_that_is_none_stops_the_start(string section, string field, string? secret, string reason)
    {
        var settings = Good();
        settings[$"Plumbline:{section}:{field}"] = Reference("tested", secret);

        var refusal = await Assert.ThrowsAsync<ProblemException>(() => HostSettings.Load(Configuration(settings), Token));

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal($"Plumbline:{section}:{field}", problem.Field);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.True(string.IsNullOrWhiteSpace(secret) || !problem.ToString().Contains(secret, StringComparison.Ordinal));
        Assert.Equal(2, await ServeCommand.Serve(() => Configuration(settings), _ => { }, Token));
    }

    /// <summary>T-WH-3: a secret written into the settings instead of a reference is refused and not repeated.</summary>
    [Theory]
    [InlineData("a-good-long-secret-in-the-wrong-place")]
    [InlineData("plain:a-good-long-secret-in-the-wrong-place")]
    [InlineData("file:relative/path")]
    public async Task Secret_that_is_no_reference_stops_the_start(string value)
    {
        var settings = Good();
        settings["Plumbline:Routes:gh-4f1c9a:Secret"] = value;

        var refusal = await Assert.ThrowsAsync<ProblemException>(() => HostSettings.Load(Configuration(settings), Token));

        Assert.DoesNotContain("wrong-place", refusal.ToString(), StringComparison.Ordinal);
    }

    /// <summary>T-WH-4: whatever somebody made of the bytes on the way, they are not the bytes that were signed.</summary>
    [Theory]
    [InlineData("byte order mark")]
    [InlineData("line ends")]
    [InlineData("spaces")]
    [InlineData("order of keys")]
    [InlineData("escapes")]
    [InlineData("UTF-16")]
    [InlineData("gzip")]
    [InlineData("newline at the end")]
    [InlineData("one byte less")]
    [InlineData("form")]
    public async Task Body_that_was_changed_on_the_way_is_refused(string how)
    {
        await using var host = await TestHost.Start();
        var sent = Encoding.UTF8.GetBytes("{\"ref\": \"refs/heads/main\",\n \"repository\": {\"clone_url\": \"https://github.com/org/repo.git\"}}");
        var text = Encoding.UTF8.GetString(sent);
        byte[] changed = how switch
        {
            "byte order mark" => [.. "\ufeff"u8, .. sent],
            "line ends" => Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "spaces" => Encoding.UTF8.GetBytes(text.Replace(" ", "", StringComparison.Ordinal)),
            "order of keys" => """{"repository": {"clone_url": "https://github.com/org/repo.git"}, "ref": "refs/heads/main"}"""u8.ToArray(),
            "escapes" => Encoding.UTF8.GetBytes(text.Replace("/", "\\/", StringComparison.Ordinal)),
            "UTF-16" => Encoding.Unicode.GetBytes(text),
            "gzip" => Zipped(sent),
            "newline at the end" => [.. sent, (byte)'\n'],
            "one byte less" => sent[..^1],
            _ => Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(text)}"),
        };
        var request = TestHost.GitHub(changed, signature: TestHost.Sign(TestHost.GitHubSecret, sent));
        if (how == "gzip")
        {
            request.Content!.Headers.ContentEncoding.Add("gzip");
        }

        Assert.Equal(401, (await host.Send(request)).Status);
        host.AssertUntouched();
        Assert.Equal(202, (await host.Send(TestHost.GitHub(sent))).Status);
    }

    /// <summary>T-WH-4: bytes that were signed as sent are taken as they are; none are unpacked.</summary>
    [Fact]
    public async Task Packed_body_is_not_unpacked()
    {
        await using var host = await TestHost.Start();
        var request = TestHost.GitHub(Zipped(TestHost.Push()));
        request.Content!.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(400, (await host.Send(request)).Status);
    }

    /// <summary>T-WH-11: the bytes of one delivery, however often, and under another id.</summary>
    [Fact]
    public async Task Delivery_a_thousand_times_is_handled_once()
    {
        await using var host = await TestHost.Start();
        Assert.Equal(202, (await host.Send(TestHost.GitHub(TestHost.Push()))).Status);
        await Eventually.Holds(() => !host.Handlers.Deliveries.IsEmpty, "it is handled");
        for (var i = 0; i < 20; i++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.Send(TestHost.GitHub(TestHost.Push()))));
            Assert.All(answers, a => Assert.Equal(200, a.Status));
        }

        Assert.Equal(200, (await host.Send(TestHost.GitHub(TestHost.Push("refs/heads/other")))).Status);
        Assert.Single(host.Handlers.Calls, c => c.StartsWith("handle", StringComparison.Ordinal));
        Assert.Equal(202, (await host.Send(TestHost.GitHub(TestHost.Push(), delivery: "d-2"))).Status);
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private string Reference(string name, string? secret)
    {
        var path = Path.Combine(_folder, name);
        if (secret is not null)
        {
            File.WriteAllText(path, secret);
        }

        return $"file:{path}";
    }

    private Dictionary<string, string?> Good() => new()
    {
        ["Plumbline:Host:Url"] = "http://127.0.0.1:0",
        ["Plumbline:Storage:ConnectionString"] = "UseDevelopmentStorage=true",
        ["Plumbline:Sync:ControlRepository"] = ProductHost.Control,
        ["Plumbline:Routes:gh-4f1c9a:Provider"] = "github",
        ["Plumbline:Routes:gh-4f1c9a:Secret"] = Reference("hook", "a-secret-of-good-length"),
        ["Plumbline:Slack:Token"] = Reference("bot", "xoxb-1"),
        ["Plumbline:Slack:SigningSecret"] = Reference("slack", "a-secret-of-good-length"),
    };
}
