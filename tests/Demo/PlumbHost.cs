using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plumbline.Support.Processes;

namespace Plumbline.Demo;

/// <summary>The product's own program, started as users start it: <c>plumb serve</c> with settings from the environment.</summary>
internal sealed partial class PlumbHost : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly HttpClient _stranger = new();

    private PlumbHost(ChildProcess process, Uri address, string token)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>What it last wrote.</summary>
    public string LastLines => _process.LastLines;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<PlumbHost> Start(string program, IReadOnlyDictionary<string, string> settings, string apiToken, string log, CancellationToken token)
    {
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        var process = await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                Name = "plumb",
                File = program,
                Arguments = ["serve"],
                Environment = settings,
                Stop = StopSignal.Terminate,
                OnLine = line =>
                {
                    writer.WriteLine(line);
                    if (Listening().Match(line) is { Success: true } match)
                    {
                        listens.TrySetResult(new Uri(match.Groups[1].Value));
                    }
                },
            },
            token);
        var ended = process.WaitAsync(token);
        if (await Task.WhenAny(listens.Task, ended, Task.Delay(StartLimit, token)) != listens.Task)
        {
            var lines = process.LastLines;
            await process.DisposeAsync();
            throw new DifferenceException($"plumb serve does not come up:\n{lines}");
        }

        return new PlumbHost(process, await listens.Task, apiToken);
    }

    /// <summary>Reads from the API; null when it is not there.</summary>
    public async Task<JsonNode?> Read(string path, CancellationToken token)
    {
        using var answer = await _http.GetAsync(path, token);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(token)) : null;
    }

    /// <summary>Sends a request as a stranger would, without the API's token.</summary>
    public async Task<(int Status, string Body)> Send(string path, byte[] body, string type, IEnumerable<(string Name, string Value)> headers, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await _stranger.SendAsync(request, token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _stranger.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"listening on (http://127\.0\.0\.1:\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
