using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Http;

/// <summary>What a browser, or whoever knows its ways, can do: there is no session to ride on, no frame to draw over, and no key that is told on.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Sync = "/api/v1/applications/shop/sync";
    private const string Canary = "canary-7c1f09d2e5";

    private readonly KeptLines _lines = new();
    private TestHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await TestHost.Start(
        settings: new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Trace", ["Logging:Console:LogLevel:Default"] = "None" }, more: s => s.AddSingleton<ILoggerProvider>(_lines));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>T-HOST-6: a form or a script of another site, with whatever the browser adds by itself.</summary>
    [Theory]
    [InlineData("POST", "application/x-www-form-urlencoded", "revision=x")]
    [InlineData("POST", "text/plain", "{\"revision\":\"x\"}")]
    [InlineData("POST", "multipart/form-data; boundary=x", "--x--")]
    [InlineData("POST", "application/json", "{}")]
    [InlineData("POST", null, "")]
    [InlineData("GET", null, null)]
    public async Task Request_of_another_site_changes_nothing(string method, string? type, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Sync) { Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (type is not null)
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.TryAddWithoutValidation("Origin", "https://evil.test");
        request.Headers.TryAddWithoutValidation("Referer", "https://evil.test/");
        request.Headers.TryAddWithoutValidation("Cookie", $"token={TestHost.SyncToken}; Authorization={TestHost.SyncToken}; session=1");
        using var response = await _host.Client.SendAsync(request, Token);

        Assert.Contains((int)response.StatusCode, new[] { 401, 405 });
        Assert.DoesNotContain(_host.Handlers.Calls, c => c.StartsWith("request", StringComparison.Ordinal));
        AssertHardened(response);
    }

    /// <summary>T-HOST-6: a token in the address is none; addresses are kept by browsers and proxies.</summary>
    [Theory]
    [InlineData("token")]
    [InlineData("access_token")]
    [InlineData("code")]
    public async Task Token_in_the_address_is_none(string name)
    {
        using var response = await _host.Client.PostAsync($"{Sync}?{name}={TestHost.SyncToken}", null, Token);

        Assert.Equal(401, (int)response.StatusCode);
    }

    /// <summary>T-HOST-6: no other site may read, frame, or be asked before.</summary>
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/api/v1/applications")]
    [InlineData(Sync)]
    [InlineData("/hooks/" + TestHost.GitHubRoute)]
    [InlineData("/slack/interactions")]
    [InlineData("/nothing")]
    public async Task Answer_is_for_nobody_elses_page(string path)
    {
        foreach (var method in (string[])["GET", "POST", "OPTIONS", "PUT"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation("Origin", "https://evil.test");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization");
            using var response = await _host.Client.SendAsync(request, Token);

            AssertHardened(response);
        }
    }

    /// <summary>T-HOST-4: no key opens anything, and none that is sent is told on, to logs or back. Chat's handler here answers whatever it is asked.</summary>
    [Theory]
    [InlineData("/hooks/" + TestHost.GitHubRoute)]
    [InlineData("/hooks/nothing")]
    [InlineData("/slack/interactions")]
    [InlineData("/api/v1/applications")]
    [InlineData("/healthz")]
    [InlineData("/admin/host/keys")]
    [InlineData("/admin/functions/Sweeper")]
    [InlineData("/runtime/webhooks/x")]
    public async Task Key_in_the_query_or_a_header_is_not_kept(string path)
    {
        foreach (var method in (string[])["GET", "POST"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?code={Canary}&clientId=default") { Content = method == "POST" ? new StringContent("{}") : null };
            request.Headers.TryAddWithoutValidation("x-functions-key", Canary);
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Canary}");
            request.Headers.TryAddWithoutValidation("Cookie", Canary);
            using var response = await _host.Client.SendAsync(request, Token);

            Assert.True(path is "/healthz" or "/slack/interactions" || (int)response.StatusCode is >= 400 and < 500, $"{method} {path}: {response.StatusCode}");
            Assert.DoesNotContain(Canary, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, response.Headers.ToString(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(_lines.All);
        Assert.DoesNotContain(_lines.All, l => l.Contains(Canary, StringComparison.Ordinal));
    }

    private static void AssertHardened(HttpResponseMessage response)
    {
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || h.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase));
    }
}
