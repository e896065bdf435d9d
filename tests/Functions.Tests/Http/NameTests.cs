using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Http;

/// <summary>Names that there cannot be, against the whole product.</summary>
public sealed class NameTests : IAsyncLifetime
{
    private const string Absent = """{"code":"NotFound","message":"There is nothing here that this token may see."}""";

    private ProductHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProductHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>T-HOST-8: what cannot be there is absent like anything else, whatever storage makes of its name.</summary>
    [Fact]
    public async Task Name_that_cannot_be_is_absent()
    {
        string[] names = ["none", "SHOP", "shop%20", "sh%20op", "ü", "%0a", "a%2fb", "a%5cb", "%23", "%3f", "'", "$", "~0000", "-", "%F0%9F%98%80", "%ff", new string('a', 254), new string('a', 1000), "a..b"];
        string[] routes = ["applications/{0}", "applications/{0}/operations", "applications/{0}/operations/1", "applications/{0}/plans/1", "applications/{0}/ledger", "deliveries/{0}",
            "applications/shop/operations/{0}", "applications/shop/plans/{0}"];
        foreach (var path in routes.SelectMany(r => names.Select(n => string.Format(System.Globalization.CultureInfo.InvariantCulture, r, n))))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
            request.Headers.Authorization = new("Bearer", "api-token-0123456789");
            using var response = await _host.Client.SendAsync(request, Token);
            Assert.True((404, Absent) == ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)), $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        }
    }

    /// <summary>T-HOST-1, T-HOST-9: what is not served says nothing but that.</summary>
    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/api/v1", 404)]
    [InlineData("GET", "/api/v2/applications", 404)]
    [InlineData("GET", "/healthz/x", 404)]
    [InlineData("POST", "/healthz", 405)]
    [InlineData("DELETE", "/api/v1/applications/shop", 405)]
    [InlineData("GET", "/api/v1/applications/shop/sync", 405)]
    [InlineData("PUT", "/slack/interactions", 405)]
    public async Task What_is_not_served_is_told_in_the_form_of_all_refusals(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _host.Client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(status == 404 ? """{"code":"NotFound",""" : """{"code":"MethodNotAllowed",""", body, StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, h => h.Key is "Server" or "X-Powered-By");
    }
}
