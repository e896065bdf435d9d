using System.Net;
using System.Net.Http.Headers;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary>The read API of a server, and requests to sync. Refusals leave as <see cref="CommandFailedException"/> with the exit code that fits.</summary>
internal sealed class ApiClient : IDisposable
{
    private const long LongestAnswer = 64L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Uri _server;

    public ApiClient(Uri server, string token)
    {
        _server = server;

        // A redirect would carry the token to somebody else, or hide a wrong address.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = new Uri(server.AbsoluteUri.TrimEnd('/') + "/api/v1/"),
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("plumb");
    }

    /// <summary>One application.</summary>
    public Task<MapNode> Application(string name, CancellationToken token) => Send(HttpMethod.Get, PathOf(name), $"application {name}", token);

    /// <summary>All applications, page by page.</summary>
    public async Task<MapNode> Applications(CancellationToken token) => await Pages("applications", "applications", item => item.Text("next"), token);

    /// <summary>The operations of an application, newest first.</summary>
    public Task<MapNode> Operations(string name, CancellationToken token) => Send(HttpMethod.Get, PathOf(name) + "/operations", $"application {name}", token);

    /// <summary>A plan of an application.</summary>
    public Task<MapNode> Plan(string name, string digest, CancellationToken token) =>
        Send(HttpMethod.Get, $"{PathOf(name)}/plans/{Uri.EscapeDataString(digest)}", $"plan {digest} of application {name}", token);

    /// <summary>The whole ledger of an application, page by page.</summary>
    public Task<MapNode> Ledger(string name, CancellationToken token) => Pages(PathOf(name) + "/ledger", $"application {name}", page => page.Text("next"), token);

    /// <summary>Asks for a sync; gives the application's state.</summary>
    public Task<MapNode> Sync(string name, string? revision, string? reason, CancellationToken token)
    {
        var query = string.Join('&', new[] { ("revision", revision), ("reason", reason) }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        return Send(HttpMethod.Post, $"{PathOf(name)}/sync?{query}", $"application {name}", token);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string PathOf(string name) => $"applications/{Uri.EscapeDataString(name)}";

    private async Task<MapNode> Pages(string path, string what, Func<MapNode, string> next, CancellationToken token)
    {
        var items = new ListNode();
        for (var after = ""; ;)
        {
            var page = await Send(HttpMethod.Get, $"{path}?limit=500{(after.Length == 0 ? "" : $"&after={Uri.EscapeDataString(after)}")}", what, token);
            foreach (var item in page.Maps("items"))
            {
                items.Add(item);
            }

            if (next(page) is not { Length: > 0 } more || more == after)
            {
                var whole = new MapNode().With("v", 1).With("items", items);
                return page["head"] is MapNode head ? whole.With("head", head) : whole;
            }

            after = more;
        }
    }

    private async Task<MapNode> Send(HttpMethod method, string path, string what, CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _http.SendAsync(request, token);
            var body = await response.Content.ReadAsByteArrayAsync(token);
            return response.IsSuccessStatusCode ? Parse(body) : throw Refused(response.StatusCode, body, what);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.Message);
        }
        catch (TaskCanceledException) when (!token.IsCancellationRequested)
        {
            throw Unreachable($"It did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    private MapNode Parse(byte[] body)
    {
        try
        {
            return JsonTree.Read(body) as MapNode ?? throw Unreachable("Its answer is not the API's.");
        }
        catch (ProblemException)
        {
            throw Unreachable("Its answer is not the API's.");
        }
    }

    private CommandFailedException Refused(HttpStatusCode status, byte[] body, string what) => (int)status switch
    {
        401 => new(ExitCode.Denied, Headline, new Problem(CliProblem.Denied, "The server does not know this token.") { Hint = "Set PLUMB_TOKEN to a token of this installation." }),
        403 => new(ExitCode.Denied, Headline, new Problem(CliProblem.Denied, Message(body, "This token may not do that."))),
        404 => new(ExitCode.NotFound, $"{what}: not found", new Problem(CliProblem.NotFound, $"There is no {what}, or this token may not see it.")),
        >= 300 and < 400 => Unreachable("It answers with a redirect, which is not followed."),
        429 or >= 500 => Unreachable(Message(body, $"It answers {(int)status}.")),
        _ => new(ExitCode.Failed, Headline, new Problem(CliProblem.OperationFailed, Message(body, $"It answers {(int)status}."))),
    };

    private string Headline => $"cannot ask {_server.Authority}";

    private CommandFailedException Unreachable(string why) =>
        new(ExitCode.Unreachable, Headline, new Problem(CliProblem.Unreachable, why) { Hint = "Is plumb serve running there? --server or PLUMB_SERVER names another one." });

    // What is not the API's own JSON is not shown: it may be a page of a proxy.
    private static string Message(byte[] body, string otherwise)
    {
        try
        {
            return JsonTree.Read(body) is MapNode map && map.Text("message") is { Length: > 0 } message ? message : otherwise;
        }
        catch (ProblemException)
        {
            return otherwise;
        }
    }
}
