using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Plumbline.Support.Recorder;

/// <summary>A commit status as GitHub would show it.</summary>
public sealed record RecordedStatus(string Repository, string Commit, string Context, string State, string Description);

/// <summary>A chat message as Slack would show it now.</summary>
public sealed record RecordedMessage(string Channel, string Id, string Key, JsonObject Body, int Edits)
{
    /// <summary>The fallback text.</summary>
    public string Text => Body["text"]?.GetValue<string>() ?? "";

    /// <summary>The value of the first button with this action; null when it is not there.</summary>
    public string? Button(string action) => (Body["blocks"] as JsonArray ?? [])
        .Where(b => b?["type"]?.GetValue<string>() == "actions")
        .SelectMany(b => b!["elements"]!.AsArray())
        .FirstOrDefault(e => e?["action_id"]?.GetValue<string>() == action)?["value"]?.GetValue<string>();
}

/// <summary>
/// Stands for the GitHub and Slack APIs on loopback: records every call, and keeps statuses and messages as those services would show them.
/// </summary>
public sealed class ApiRecorder : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly ConcurrentDictionary<(string, string, string), RecordedStatus> _statuses = new();
    private readonly ConcurrentDictionary<string, RecordedMessage> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RecorderFault> _faults = new();
    private int _next;

    private ApiRecorder(WebApplication app) => _app = app;

    /// <summary>Base address of the GitHub REST API.</summary>
    public Uri GitHub => new($"{Address}api/v3/");

    /// <summary>Base address of the Slack Web API.</summary>
    public Uri Slack => new($"{Address}slack/");

    /// <summary>All calls, oldest first.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    /// <summary>The newest status of each repository, commit and context.</summary>
    public IReadOnlyList<RecordedStatus> Statuses => [.. _statuses.Values];

    /// <summary>The messages as they now are, oldest first.</summary>
    public IReadOnlyList<RecordedMessage> Messages => [.. _messages.Values.OrderBy(m => m.Id, StringComparer.Ordinal)];

    /// <summary>Installations of the GitHub App by owner.</summary>
    public ConcurrentDictionary<string, long> Installations { get; } = new(StringComparer.Ordinal);

    /// <summary>When installation tokens end. Default: far away.</summary>
    public DateTimeOffset TokensEnd { get; set; } = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The newest installation token; null before the first.</summary>
    public string? LastInstallationToken { get; private set; }

    private Uri Address => new(_app.Urls.First() + "/");

    /// <summary>Starts one on a free port.</summary>
    public static async Task<ApiRecorder> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var recorder = new ApiRecorder(app);
        app.Run(recorder.Answer);
        await app.StartAsync();
        return recorder;
    }

    /// <summary>The next call whose path starts with <paramref name="prefix"/> fails with <paramref name="status"/>; with <paramref name="afterEffect"/> only its answer is lost.</summary>
    public void FailNext(string prefix, int status, int retryAfter = 0, bool afterEffect = false) =>
        FailNext(new RecorderFault(prefix, status) { Headers = retryAfter > 0 ? new Dictionary<string, string> { ["Retry-After"] = $"{retryAfter}" } : [], AfterEffect = afterEffect });

    /// <summary>The next call that the fault is about fails as it says.</summary>
    public void FailNext(RecorderFault fault) => _faults.Enqueue(fault);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new RecordedCall(
            context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
        _calls.Enqueue(call);
        var fault = _faults.TryPeek(out var next) && call.Path.StartsWith(next.Prefix, StringComparison.Ordinal) && _faults.TryDequeue(out _) ? next : null;
        var answer = fault is { AfterEffect: false } ? null : Effect(call);
        context.Response.StatusCode = fault is not null ? fault.Status : answer is null ? 404 : call.Path.StartsWith("/api/v3/", StringComparison.Ordinal) ? 201 : 200;
        foreach (var (name, value) in fault?.Headers ?? new Dictionary<string, string>())
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(fault?.Body ?? (answer ?? new JsonObject { ["message"] = "Not Found" }).ToJsonString());
    }

    private JsonObject? Effect(RecordedCall call)
    {
        var body = call.Body.Length > 0 ? JsonNode.Parse(call.Body) as JsonObject : null;
        var parts = call.Path.Trim('/').Split('/', '?');
        return parts switch
        {
            ["api", "v3", "repos", var owner, var name, "statuses", var commit] when body is not null => Status($"{owner}/{name}", commit, body),
            ["api", "v3", "app", "installations", var id, "access_tokens"] => InstallationToken(id),
            ["api", "v3", "repos", var owner, _, "installation"] when Installations.TryGetValue(owner, out var found) => new JsonObject { ["id"] = found, ["account"] = new JsonObject { ["login"] = owner } },
            ["slack", "chat.postMessage"] when body is not null => Post(body),
            ["slack", "chat.update"] when body is not null => Update(body),
            ["slack", "conversations.history"] => History(body),
            ["slack", "chat.postEphemeral"] => new JsonObject { ["ok"] = true },
            _ => null,
        };
    }

    private JsonObject InstallationToken(string id)
    {
        var token = $"ghs_{id}_{Interlocked.Increment(ref _next)}";
        LastInstallationToken = token;
        return new JsonObject { ["token"] = token, ["expires_at"] = TokensEnd.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };
    }

    private JsonObject Status(string repository, string commit, JsonObject body)
    {
        var status = new RecordedStatus(
            repository, commit, body["context"]!.GetValue<string>(), body["state"]!.GetValue<string>(), body["description"]?.GetValue<string>() ?? "");
        _statuses[(repository, commit, status.Context)] = status;
        return new JsonObject { ["id"] = Interlocked.Increment(ref _next), ["state"] = status.State, ["context"] = status.Context };
    }

    private JsonObject Post(JsonObject body)
    {
        var id = $"1700000000.{Interlocked.Increment(ref _next):D6}";
        var channel = $"C{Math.Abs(string.GetHashCode(body["channel"]!.GetValue<string>(), StringComparison.Ordinal)):X8}";
        var key = body["metadata"]?["event_payload"]?["key"]?.GetValue<string>() ?? "";
        _messages[id] = new RecordedMessage(body["channel"]!.GetValue<string>(), id, key, body, 0);
        return new JsonObject { ["ok"] = true, ["channel"] = channel, ["ts"] = id };
    }

    private JsonObject Update(JsonObject body)
    {
        var id = body["ts"]!.GetValue<string>();
        if (!_messages.TryGetValue(id, out var message))
        {
            return new JsonObject { ["ok"] = false, ["error"] = "message_not_found" };
        }

        _messages[id] = message with { Body = body, Edits = message.Edits + 1 };
        return new JsonObject { ["ok"] = true, ["ts"] = id };
    }

    private JsonObject History(JsonObject? body)
    {
        var messages = new JsonArray([.. Messages.Where(m => m.Channel == body?["channel"]?.GetValue<string>()).Select(m => (JsonNode)new JsonObject
        {
            ["ts"] = m.Id, ["text"] = m.Text, ["metadata"] = new JsonObject { ["event_payload"] = new JsonObject { ["key"] = m.Key } },
        })]);
        return new JsonObject { ["ok"] = true, ["messages"] = messages };
    }
}
