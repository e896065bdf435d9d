using System.Net.Sockets;
using System.Text;
using Plumbline.Flows;
using Plumbline.Functions.Hosting.Local.Catalog;
using Plumbline.Functions.Http;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Http;

/// <summary>T-HOST-1, T-HOST-5, T-HOST-7, T-HOST-8, T-HOST-9: who may call what, and what strangers learn.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private static readonly string[] Open = ["Healthz", "ReceiveWebhook", "SlackInteractions"];
    private TestHost? _started;

    private TestHost Host => _started!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _started = await TestHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static TheoryData<string, string> Guarded()
    {
        var data = new TheoryData<string, string>();
        foreach (var function in FunctionCatalog.Find(typeof(Healthz).Assembly.GetTypes()).Where(f => f.Trigger is HttpCall && !Open.Contains(f.Name)))
        {
            var call = (HttpCall)function.Trigger;
            data.Add(call.Methods[0], System.Text.RegularExpressions.Regex.Replace(call.Route, "\\{[a-z]+\\}", "shop"));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Every_route_refuses_who_has_no_token(string method, string route)
    {
        var answers = new List<(int Status, string Body)>();
        foreach (var header in new[] { null, "", "Bearer", "Bearer ", "Bearer nothing", "Basic cmVhZGVyOng=", $"Bearer {TestHost.ReadToken}x", $"Bearer {new string('x', 5000)}", TestHost.ReadToken })
        {
            answers.Add(await Send(method, route, header));
        }

        Assert.All(answers, a => Assert.Equal((401, answers[0].Body), a));
        Assert.DoesNotContain(Host.Handlers.Calls, c => c.StartsWith("request", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Identity_headers_of_the_platform_count_for_nothing(string method, string route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/{route}?code=x");
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL", "eyJyb2xlcyI6WyJhZG1pbiJdfQ==");
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL-NAME", "admin");
        request.Headers.TryAddWithoutValidation("x-functions-key", "x");

        Assert.Equal(401, (await Host.Send(request)).Status);
    }

    [Fact]
    public async Task Two_tokens_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/applications");
        request.Headers.TryAddWithoutValidation("Authorization", new[] { $"Bearer {TestHost.ReadToken}", $"Bearer {TestHost.SyncToken}" });

        Assert.Equal(401, (await Host.Send(request)).Status);
    }

    [Fact]
    public async Task Reader_reads_and_may_not_ask_for_a_sync_of_anything()
    {
        Assert.Equal((200, """{"v":1,"name":"shop"}"""), await Send("GET", "api/v1/applications/shop", $"Bearer {TestHost.ReadToken}"));
        var existing = await Send("POST", "api/v1/applications/shop/sync", $"Bearer {TestHost.ReadToken}");
        var absent = await Send("POST", "api/v1/applications/none/sync", $"Bearer {TestHost.ReadToken}");

        Assert.Equal(403, existing.Status);
        Assert.Equal(existing, absent);
    }

    [Theory]
    [InlineData("GET", "api/v1/applications/{0}")]
    [InlineData("GET", "api/v1/applications/{0}/operations")]
    [InlineData("GET", "api/v1/applications/{0}/operations/1")]
    [InlineData("GET", "api/v1/applications/{0}/plans/1")]
    [InlineData("POST", "api/v1/applications/{0}/sync")]
    public async Task Application_of_another_project_looks_absent(string method, string route)
    {
        var forbidden = await Send(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, route, "shop"), $"Bearer {TestHost.TeamToken}");
        var absent = await Send(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, route, "none"), $"Bearer {TestHost.TeamToken}");
        var own = await Send(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, route, "web"), $"Bearer {TestHost.TeamToken}");

        Assert.Equal(404, forbidden.Status);
        Assert.Equal(absent, forbidden);
        Assert.True(own.Status is 200 or 202);
    }

    [Fact]
    public async Task Sync_is_asked_for_with_who_asked()
    {
        var (status, _) = await Send("POST", "api/v1/applications/shop/sync?revision=abc&reason=because", $"Bearer {TestHost.SyncToken}");

        Assert.Equal(202, status);
        Assert.Contains("request shop api ci abc because", Host.Handlers.Calls);
    }

    [Theory]
    [InlineData("", "\"after\":\"\",\"limit\":100")]
    [InlineData("?after=b&limit=7", "\"after\":\"b\",\"limit\":7")]
    [InlineData("?limit=100000", "\"limit\":500")]
    [InlineData("?limit=-3", "\"limit\":100")]
    [InlineData("?limit=0", "\"limit\":1")]
    [InlineData("?after=a&after=b", "\"after\":\"\"")]
    [InlineData("?cancellationToken=1&context=2&request=3", "\"limit\":100")]
    public async Task Pages_are_bounded(string query, string expected)
    {
        var (status, body) = await Send("GET", $"api/v1/applications{query}", $"Bearer {TestHost.ReadToken}");

        Assert.Equal(200, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_ok_and_nothing_else()
    {
        using var response = await Host.Client.GetAsync("/healthz", Token);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Token));
        Assert.DoesNotContain(response.Headers, h => h.Key is "Server" or "X-Powered-By");
    }

    [Theory]
    [InlineData("/SyncWorker")]
    [InlineData("/StepOperation")]
    [InlineData("/api/StepOperation")]
    [InlineData("//StepOperation")]
    [InlineData("/api/../StepOperation")]
    [InlineData("/api/%2e%2e/StepOperation")]
    [InlineData("/api;/StepOperation")]
    [InlineData("/admin/functions")]
    [InlineData("/admin/host/status")]
    [InlineData("/runtime/webhooks/x")]
    [InlineData("/")]
    public async Task Triggers_cannot_be_called_by_request(string path)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", Host.Client.BaseAddress!.Port, Token);
        const string Body = """{"Data":{"message":"{\"v\":1,\"id\":\"shop\"}"},"Metadata":{}}""";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: evil\r\nX-Original-URL: /admin\r\nContent-Type: application/json\r\nx-ms-invocation-id: 1\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"), Token);
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, Token);

        Assert.StartsWith("HTTP/1.1 404", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Handlers.Calls, c => c.StartsWith("step", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_of_a_function_is_a_bare_500()
    {
        Host.Handlers.Work = (call, _) => call.StartsWith("request", StringComparison.Ordinal) ? throw new InvalidOperationException("secret detail at /path") : Task.CompletedTask;
        var (status, body) = await Send("POST", "api/v1/applications/shop/sync", $"Bearer {TestHost.SyncToken}");

        Assert.Equal((500, """{"code":"Internal","message":"The service failed; what happened is in its log."}"""), (status, body));
    }

    [Theory]
    [InlineData(InteractionOutcome.Accepted, 200)]
    [InlineData(InteractionOutcome.Unauthentic, 401)]
    [InlineData(InteractionOutcome.Malformed, 400)]
    public async Task Slack_press_is_handed_over_and_its_outcome_answered(InteractionOutcome outcome, int expected)
    {
        Host.Handlers.Interaction = outcome;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/interactions") { Content = new StringContent("payload=x") };
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", "v0=1");
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", "5");

        Assert.Equal(expected, (await Host.Send(request)).Status);
        Assert.Contains("interaction 9 v0=1 5", Host.Handlers.Calls);
    }

    [Fact]
    public async Task Requests_over_the_limit_are_told_to_come_back()
    {
        await using var small = await TestHost.Start(settings: new Dictionary<string, string?> { ["Plumbline:Host:RequestsAtOnce"] = "2" });
        var release = new TaskCompletionSource();
        small.Handlers.Work = (call, _) => call.StartsWith("request", StringComparison.Ordinal) ? release.Task : Task.CompletedTask;
        var running = Enumerable.Range(0, 2).Select(_ => small.Send(Sync())).ToList();
        await Eventually.Holds(() => small.Handlers.Calls.Count(c => c.StartsWith("request", StringComparison.Ordinal)) == 2, "two requests run");

        using var third = await small.Client.SendAsync(Sync(), Token);
        Assert.Equal(429, (int)third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Equal(200, (int)(await small.Client.GetAsync("/healthz", Token)).StatusCode);
        release.SetResult();
        Assert.All(await Task.WhenAll(running), a => Assert.Equal(202, a.Status));
    }

    private static HttpRequestMessage Sync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/applications/shop/sync");
        request.Headers.Authorization = new("Bearer", TestHost.SyncToken);
        return request;
    }

    private async Task<(int Status, string Body)> Send(string method, string route, string? authorization)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/{route}");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Host.Send(request);
    }
}
