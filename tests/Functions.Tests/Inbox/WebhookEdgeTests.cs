using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>Requests as they come over the wire, byte by byte: nobody but a sender with the secret leaves a trace, and the host goes on serving.</summary>
public sealed class WebhookEdgeTests : IAsyncLifetime
{
    private const string Refusal = """{"code":"Unauthorized","message":"The route or the signature is not known."}""";
    private static readonly string Body = Encoding.Latin1.GetString(TestHost.Push());
    private static readonly string Good = TestHost.Sign(TestHost.GitHubSecret, TestHost.Push());

    private TestHost? _started;

    private TestHost Host => _started!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _started = await TestHost.Start(settings: new Dictionary<string, string?> { ["Plumbline:Host:RequestsAtOnce"] = "4" });

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>T-WH-1: whatever stands in the header, or how often.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("X-Hub-Signature-256:\r\n")]
    [InlineData("X-Hub-Signature-256: {good}\r\nX-Hub-Signature-256: {good}\r\n")]
    [InlineData("X-Hub-Signature-256: {good}\r\nX-Hub-Signature-256: sha256=00\r\n")]
    [InlineData("X-Hub-Signature-256: sha256=00\r\nx-hub-signature-256: {good}\r\n")]
    [InlineData("X-Hub-Signature-256: {good}, {good}\r\n")]
    [InlineData("X-Hub-Signature-256: {good}%20\r\n")]
    [InlineData("X-Hub-Signature-256: \"{good}\"\r\n")]
    [InlineData("X-Hub-Signature: {sha1}\r\n")]
    [InlineData("X-Hub-Signature: {good}\r\n")]
    [InlineData("X-Hub-Signature-256: {sha512}\r\n")]
    [InlineData("X-Hub-Signature-512: {sha512}\r\n")]
    [InlineData("X-Signature: {good}\r\nX-Timestamp: 1\r\n")]
    [InlineData("X-Hub-Signature-256: {empty}\r\n")]
    public async Task Anything_but_one_good_signature_is_refused_alike(string headers)
    {
        var answer = await RawConnection.Send(Host.Port, Request(headers
            .Replace("{good}", Good, StringComparison.Ordinal)
            .Replace("{empty}", TestHost.Sign("", TestHost.Push()), StringComparison.Ordinal)
            .Replace("{sha1}", "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(TestHost.GitHubSecret), TestHost.Push())), StringComparison.Ordinal)
            .Replace("{sha512}", "sha512=" + Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(TestHost.GitHubSecret), TestHost.Push())), StringComparison.Ordinal)));

        Assert.Equal((401, Refusal), (answer.Status, answer.Body));
        Host.AssertUntouched();
    }

    /// <summary>T-WH-1: HTTP itself takes spaces around a value away, and refuses a NUL; neither reaches the signature.</summary>
    [Theory]
    [InlineData("\0", 400)]
    [InlineData("\u00a0", 400)]
    [InlineData("\u00ff", 400)]
    [InlineData("\n", 401)]
    [InlineData(" ", 202)]
    [InlineData("\t", 202)]
    public async Task Byte_behind_a_signature_is_judged_by_http(string tail, int status)
    {
        Assert.Equal(status, (await RawConnection.Send(Host.Port, Request($"X-Hub-Signature-256: {Good}{tail}\r\n"))).Status);
        await AssertServes();
    }

    /// <summary>T-WH-1, T-WH-13.</summary>
    [Theory]
    [InlineData("anything")]
    [InlineData("..")]
    [InlineData("%00")]
    [InlineData("a%2fb")]
    [InlineData("GH-4F1C9A")]
    [InlineData("gh-4f1c9a ")]
    public async Task Route_that_is_not_configured_is_refused_as_a_bad_signature_is(string route)
    {
        var answer = await RawConnection.Send(Host.Port, Request($"X-Hub-Signature-256: {Good}\r\n").Replace($"/hooks/{TestHost.GitHubRoute}", $"/hooks/{Uri.EscapeDataString(route)}", StringComparison.Ordinal));

        Assert.True(answer is { Status: 401, Body: Refusal } or { Status: 404 or 400 }, $"{answer}");
        Host.AssertUntouched();
    }

    /// <summary>T-WH-5: a length that is a lie.</summary>
    [Theory]
    [InlineData("Content-Length: 26214401")]
    [InlineData("Content-Length: 99999999999999")]
    [InlineData("Content-Length: 99999999999999999999999")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 1e3")]
    [InlineData("Content-Length: 10\r\nContent-Length: 11")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    public async Task Length_that_cannot_be_is_refused_before_a_byte_of_the_body(string header)
    {
        var answer = await RawConnection.Send(Host.Port, $"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Hub-Signature-256: {Good}\r\n{header}\r\n\r\n");

        Assert.True(answer.Status is 400 or 408 or 413 or 501, $"{answer}");
        Host.AssertUntouched();
        await AssertServes();
    }

    /// <summary>T-WH-5: chunks without end are read up to a megabyte, and the connection ends.</summary>
    [Fact]
    public async Task Chunks_without_end_are_cut()
    {
        using var connection = await RawConnection.Open(Host.Port);
        await connection.Write($"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        var sent = 0;
        while (sent < 4000 && await connection.Write(chunk))
        {
            sent++;
        }

        Assert.InRange(sent, 1, 3999);
        Host.AssertUntouched();
        await AssertServes();
    }

    /// <summary>T-WH-5, T-WH-6: half a body and then nothing more, or a closed connection.</summary>
    [Fact]
    public async Task Body_that_ends_before_its_length_is_malformed()
    {
        using var connection = await RawConnection.Open(Host.Port);
        await connection.Write(Request($"X-Hub-Signature-256: {Good}\r\n")[..^10]);
        connection.Finish();
        var answer = await connection.Answer();

        Assert.True(answer.Status is 0 or 400, $"{answer}");
        Host.AssertUntouched();
        await AssertServes();
    }

    /// <summary>T-WH-6: a byte a second, in the body or in the headers, and a connection that says nothing: each is ended, and its place is free again.</summary>
    [Theory]
    [InlineData("body")]
    [InlineData("headers")]
    [InlineData("nothing after the headers")]
    [InlineData("chunk")]
    public async Task Slow_senders_are_cut_and_their_places_are_freed(string what)
    {
        var head = $"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        var (before, drip) = what switch
        {
            "body" => ($"{head}Content-Length: 1000\r\n\r\n", " "),
            "headers" => (head, "X"),
            "chunk" => ($"{head}Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
            _ => ($"{head}Content-Length: 1000\r\n\r\n", ""),
        };
        var clock = Stopwatch.StartNew();
        var senders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Drip(before, drip), Token)));

        Assert.All(senders, s => Assert.True(s is 0 or 408 or 400, $"{s}"));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(25));
        Host.AssertUntouched();

        // All four places of the route are free: a whole delivery goes through.
        Assert.Equal(202, (await Host.Send(TestHost.GitHub(TestHost.Push()))).Status);
    }

    /// <summary>T-WH-7: only POST, and the answer says so.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    [InlineData("FOO")]
    public async Task Other_methods_are_told_which_one_is_served(string method)
    {
        var answer = await RawConnection.Send(Host.Port, Request($"X-Hub-Signature-256: {Good}\r\nX-HTTP-Method-Override: POST\r\n").Replace("POST /", $"{method} /", StringComparison.Ordinal));

        Assert.Equal(405, answer.Status);
        Assert.Equal("""{"code":"MethodNotAllowed","message":"Only POST is served here."}""", answer.Body);
        Assert.Contains("\r\nAllow: POST", answer.Head, StringComparison.Ordinal);
        Host.AssertUntouched();
    }

    /// <summary>T-WH-7: a type that is not JSON, or is two.</summary>
    [Theory]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/json\r\nContent-Type: application/json")]
    [InlineData("Content-Type: application/json, text/plain")]
    [InlineData("Content-Type: application/json; charset=utf-7")]
    [InlineData("Content-Type: application/json; charset=utf-16")]
    [InlineData("Content-Type: application/json; charset=")]
    [InlineData("Content-Type: multipart/form-data; boundary=x")]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    [InlineData("Content-Type: application/vnd.github+json")]
    [InlineData("Content-Type: */*")]
    [InlineData("Content-Type:")]
    [InlineData("X-Content-Type: application/json")]
    public async Task Other_types_are_told_which_one_is_taken(string header)
    {
        var answer = await RawConnection.Send(Host.Port, Request($"X-Hub-Signature-256: {Good}\r\n").Replace("Content-Type: application/json", header, StringComparison.Ordinal));

        Assert.Equal((415, """{"code":"UnsupportedMediaType","message":"Send application/json."}"""), (answer.Status, answer.Body));
        Host.AssertUntouched();
    }

    /// <summary>T-WH-18: what tells of another place, person or length means nothing.</summary>
    [Theory]
    [InlineData("Host: evil", 401)]
    [InlineData("X-Original-URL: /hooks/other", 401)]
    [InlineData("X-Rewrite-URL: /admin", 401)]
    [InlineData("X-Forwarded-Proto: javascript\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /admin", 401)]
    [InlineData("Transfer-Encoding: chunked", 400)]
    public async Task Headers_that_speak_of_another_request_change_nothing(string headers, int status)
    {
        var request = Request($"X-Hub-Signature-256: sha256=00\r\n{headers}\r\n");
        var answer = await RawConnection.Send(Host.Port, headers.StartsWith("Host", StringComparison.Ordinal) ? request.Replace("Host: x\r\n", "", StringComparison.Ordinal) : request);

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("evil", answer.Head + answer.Body, StringComparison.Ordinal);
        Host.AssertUntouched();
        await AssertServes();
    }

    private static string Request(string headers) =>
        $"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: d-1\r\n{headers}Content-Length: {Body.Length}\r\n\r\n{Body}";

    private async Task<int> Drip(string before, string drip)
    {
        using var connection = await RawConnection.Open(Host.Port);
        await connection.Write(before);
        var answer = connection.Answer();
        while (!answer.IsCompleted && (drip.Length == 0 || await connection.Write(drip)))
        {
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), Token));
        }

        return (await answer).Status;
    }

    private async Task AssertServes() => Assert.Equal(200, (int)(await Host.Client.GetAsync("/healthz", Token)).StatusCode);
}
