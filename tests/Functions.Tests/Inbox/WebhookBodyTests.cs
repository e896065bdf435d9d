using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>T-WH-5, T-WH-6, T-WH-7, T-WH-8: size, time, method, type, and JSON that is not what it seems.</summary>
public sealed class WebhookBodyTests : IAsyncLifetime
{
    private const int Largest = 25 * 1024 * 1024;
    private TestHost? _started;

    private TestHost Host => _started!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _started = await TestHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [Fact]
    public async Task Body_that_is_told_too_large_is_refused_before_it_is_read()
    {
        var answer = await Raw($"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Largest + 1}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_of_untold_length_ends_at_a_megabyte()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{TestHost.GitHubRoute}") { Content = new StreamContent(new EndlessStream()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = false;

        int? status;
        try
        {
            status = (await Host.Send(request)).Status;
        }
        catch (HttpRequestException)
        {
            // The host ended the connection while the client was still writing.
            status = null;
        }

        Assert.True(status is null or 413);
        Assert.Equal(200, (int)(await Host.Client.GetAsync("/healthz", Token)).StatusCode);
    }

    [Fact]
    public async Task Body_larger_than_told_is_not_read_further()
    {
        var body = TestHost.Push();
        var answer = await Raw(
            $"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Hub-Signature-256: {TestHost.Sign(TestHost.GitHubSecret, body)}\r\nContent-Length: {body.Length - 10}\r\n\r\n{Encoding.UTF8.GetString(body)}");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_large_unsigned_bodies_hold_little_memory()
    {
        GC.Collect();
        var before = Process.GetCurrentProcess().WorkingSet64;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => LargeBody(stop.Token)));
        var growth = Process.GetCurrentProcess().WorkingSet64 - before;

        Assert.All(answers, a => Assert.True(a is 401 or 429 or 408 or 0, $"{a}"));
        Assert.Contains(401, answers);

        // The client's own buffers live in this process too.
        Assert.InRange(growth, long.MinValue, 160L * 1024 * 1024);
    }

    [Fact]
    public async Task Slow_body_is_cut_and_its_place_is_freed()
    {
        var clock = Stopwatch.StartNew();
        using var socket = await Connect();
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /hooks/{TestHost.GitHubRoute} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"), Token);
        var answer = await ReadAll(socket);

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_refused(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/hooks/{TestHost.GitHubRoute}");
        using var response = await Host.Client.SendAsync(request, Token);

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonx")]
    [InlineData(null)]
    public async Task Other_types_are_refused_with_a_hint(string? type)
    {
        var request = TestHost.GitHub(TestHost.Push());
        request.Content!.Headers.Remove("Content-Type");
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var (status, body) = await Host.Send(request);

        Assert.Equal(415, status);
        Assert.Contains("application/json", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charset_utf_8_is_json_too()
    {
        var request = TestHost.GitHub(TestHost.Push());
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=UTF-8");

        Assert.Equal(202, (await Host.Send(request)).Status);
    }

    public static TheoryData<string> BadDocuments => new(BadJson.Keys);

    private static readonly Dictionary<string, byte[]> BadJson = new()
    {
        ["a million open lists"] = Encoding.ASCII.GetBytes(new string('[', 1_000_000)),
        ["deep under a field"] = Encoding.ASCII.GetBytes($$"""{"x":{{new string('[', 40)}}{{new string(']', 40)}}}"""),
        ["repeated key"] = """{"ref":"refs/heads/a","ref":"refs/heads/b","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["repeated key in other case"] = """{"Ref":"refs/heads/a","ref":"refs/heads/b","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["repeated key by escape"] = """{"ref":"refs/heads/a","\u0072ef":"refs/heads/b","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["repeated inner key"] = """{"ref":"refs/heads/a","repository":{"clone_url":"https://github.com/o/r","clone_url":"https://github.com/o/s"}}"""u8.ToArray(),
        ["repeated key in a part that is not read"] = """{"ref":"refs/heads/a","repository":{"clone_url":"https://github.com/o/r"},"x":[{"a":1,"a":2}]}"""u8.ToArray(),
        ["bytes that are not UTF-8"] = [.. "{\"ref\":\"refs/heads/"u8, 0xff, 0xfe, .. "\",\"repository\":{\"clone_url\":\"https://github.com/o/r\"}}"u8],
        ["bytes that are not UTF-8, unread"] = [.. "{\"x\":\""u8, 0xff, 0xfe, .. "\",\"ref\":\"refs/heads/a\",\"repository\":{\"clone_url\":\"https://github.com/o/r\"}}"u8],
        ["lone surrogate"] = """{"ref":"refs/heads/\ud800","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["lone surrogate, unread"] = """{"x":"\ud800","ref":"refs/heads/a","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["lone surrogate in a key"] = """{"\udc00":1,"ref":"refs/heads/a","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["long string"] = Encoding.ASCII.GetBytes("{\"x\":\"" + new string('a', 20 * 1024 * 1024) + "\",\"ref\":\"refs/heads/a\",\"repository\":{\"clone_url\":\"https://github.com/o/r\"}}"),
        ["a million keys"] = Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"\"{i}\":1")) + "}"),
        ["infinite number"] = """{"x":1e999999,"ref":"refs/heads/a","repository":{"clone_url":"https://github.com/o/r"}}"""u8.ToArray(),
        ["minus zero"] = "-0"u8.ToArray(),
        ["NaN"] = """{"x":NaN}"""u8.ToArray(),
        ["BOM"] = [.. "\ufeff"u8, .. TestHost.Push()],
        ["trailing brace"] = [.. TestHost.Push(), (byte)'}'],
        ["two documents"] = [.. TestHost.Push(), .. TestHost.Push()],
        ["comment"] = [.. "/* x */"u8, .. TestHost.Push()],
        ["trailing comma"] = """{"ref":"refs/heads/a",}"""u8.ToArray(),
        ["nothing"] = [],
        ["null"] = "null"u8.ToArray(),
        ["list"] = "[]"u8.ToArray(),
        ["cut"] = TestHost.Push()[..^5],
    };

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public async Task Ambiguous_or_hostile_json_is_malformed(string name)
    {
        var (status, body) = await Host.Send(TestHost.GitHub(BadJson[name]));

        Assert.Equal(400, status);
        Assert.StartsWith("""{"code":"Malformed",""", body, StringComparison.Ordinal);
        Assert.Empty(Host.Blobs.All);
    }

    private async Task<int> LargeBody(CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{TestHost.GitHubRoute}") { Content = new StreamContent(new ZeroStream(Largest)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Content.Headers.ContentLength = Largest;
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=00");
            using var response = await Host.Client.SendAsync(request, token);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private async Task<string> Raw(string request)
    {
        using var socket = await Connect();
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Token);
        return await ReadAll(socket);
    }

    private async Task<Socket> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", Host.Client.BaseAddress!.Port, Token);
        return socket;
    }

    private static async Task<string> ReadAll(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        var read = await socket.ReceiveAsync(buffer, Token);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    private class ZeroStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class EndlessStream() : ZeroStream(long.MaxValue);
}
