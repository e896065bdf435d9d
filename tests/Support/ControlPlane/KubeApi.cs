using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>
/// A small direct client of an API server, for setting scenes and checking outcomes independently of the product's own client.
/// Paths are relative, such as <c>/api/v1/namespaces</c>.
/// </summary>
public sealed class KubeApi : IDisposable
{
    /// <summary>The content type of a strategic merge patch.</summary>
    public const string StrategicMerge = "application/strategic-merge-patch+json";

    /// <summary>The content type of a JSON merge patch (RFC 7396), the one custom resources know.</summary>
    public const string Merge = "application/merge-patch+json";

    private readonly HttpClient _http;

    /// <summary>Makes a client that trusts one authority and signs in with a token.</summary>
    public KubeApi(Uri server, string caPem, string token)
    {
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { CertificateChainPolicy = Trust(caPem) },
                UseProxy = false,
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>Reads an object or list; null when the server says it is not there.</summary>
    /// <exception cref="HttpRequestException">Any other refusal, with the server's answer.</exception>
    public async Task<JsonNode?> FindAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(path, cancellation);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, cancellation);
    }

    /// <summary>Reads an object or list that must be there.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        await FindAsync(path, cancellation) ?? throw new HttpRequestException($"{path} is not there", null, HttpStatusCode.NotFound);

    /// <summary>Creates an object from JSON text, answering what the server stored.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public Task<JsonNode> CreateAsync(string path, string json, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, json, "application/json", cancellation);

    /// <summary>Changes an object by a patch of one of the content types this class names.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public Task<JsonNode> PatchAsync(string path, string json, string contentType, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, path, json, contentType, cancellation);

    /// <summary>Applies an object on the server under a field manager, taking over fields of others.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public Task<JsonNode> ApplyAsync(string path, string json, string fieldManager, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={Uri.EscapeDataString(fieldManager)}&force=true", json, "application/apply-patch+yaml", cancellation);

    /// <summary>Deletes an object; true when it was there. <paramref name="graceSeconds"/> null leaves the grace period to the server.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public async Task<bool> DeleteAsync(string path, int? graceSeconds, CancellationToken cancellation)
    {
        var query = graceSeconds is { } grace ? $"?gracePeriodSeconds={grace}" : string.Empty;
        using var answer = await _http.DeleteAsync(path + query, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        _ = await ReadAsync(answer, cancellation);
        return true;
    }

    /// <summary>The events of a watch from a resource version on, until the server ends it. Each is <c>{type, object}</c>.</summary>
    /// <exception cref="HttpRequestException">The server refused, with its answer.</exception>
    public async IAsyncEnumerable<JsonNode> WatchAsync(string path, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(
            $"{path}?watch=1&resourceVersion={resourceVersion}", HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            _ = await ReadAsync(answer, cancellation);
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            yield return JsonNode.Parse(line)!;
        }
    }

    /// <summary>Whether the server answers that it is ready. A server that does not answer is not.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync("/readyz", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static X509ChainPolicy Trust(string caPem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(caPem));
        return policy;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var request = answer.RequestMessage!;
            throw new HttpRequestException($"{request.Method} {request.RequestUri!.PathAndQuery}: {(int)answer.StatusCode} {Reason(text)}", null, answer.StatusCode);
        }

        return JsonNode.Parse(text)!;
    }

    private static string Reason(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["message"]?.GetValue<string>() ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string json, string contentType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new StringContent(json, new MediaTypeHeaderValue(contentType));
        using var answer = await _http.SendAsync(request, cancellation);
        return await ReadAsync(answer, cancellation);
    }
}
