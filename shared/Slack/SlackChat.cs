using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Core.Reporting;

namespace Plumbline.Slack;

/// <summary>Posts and edits through Slack's Web API. A limit that Slack states is passed on, not fought.</summary>
public sealed class SlackChat(HttpClient http, SlackOptions options) : IChat
{
    private const string EventType = "plumbline_rollout";

    /// <inheritdoc/>
    public async Task<ChatMessageRef> Post(string channel, ChatMessage message, string key, bool mayBeThere, CancellationToken token)
    {
        if (mayBeThere && await FindPosted(channel, key, token) is { } found)
        {
            return found;
        }

        var body = SlackBlocks.Of(message);
        body["channel"] = channel;
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        body["metadata"] = new JsonObject { ["event_type"] = EventType, ["event_payload"] = new JsonObject { ["key"] = key } };
        var answer = await Call("chat.postMessage", body, token);
        return new ChatMessageRef(Text(answer["channel"]) ?? channel, Text(answer["ts"]) ?? "");
    }

    /// <inheritdoc/>
    public async Task Update(ChatMessageRef reference, ChatMessage message, CancellationToken token)
    {
        var body = SlackBlocks.Of(message);
        body["channel"] = reference.Channel;
        body["ts"] = reference.Id;
        await Call("chat.update", body, token);
    }

    /// <inheritdoc/>
    public async Task Whisper(string channelId, string userId, string text, CancellationToken token) =>
        await Call("chat.postEphemeral", new JsonObject { ["channel"] = channelId, ["user"] = userId, ["text"] = SlackText.Escape(text, 1000) }, token);

    private async Task<ChatMessageRef?> FindPosted(string channel, string key, CancellationToken token)
    {
        var answer = await Call("conversations.history", new JsonObject { ["channel"] = channel, ["limit"] = 100, ["include_all_metadata"] = true }, token);
        foreach (var message in answer["messages"] as JsonArray ?? [])
        {
            if (message is JsonObject { } posted && Text(((posted["metadata"] as JsonObject)?["event_payload"] as JsonObject)?["key"]) == key && Text(posted["ts"]) is { } id)
            {
                return new ChatMessageRef(Text(answer["channel"]) ?? channel, id);
            }
        }

        return null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private async Task<JsonObject> Call(string method, JsonObject body, CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiBase, method));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, token);
            return await Read(method, response, token);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !token.IsCancellationRequested))
        {
            throw new OutboundException($"Slack did not answer to {method}", isTransient: true, inner: e);
        }
    }

    private static async Task<JsonObject> Read(string method, HttpResponseMessage response, CancellationToken token)
    {
        var after = response.Headers.RetryAfter is { Delta: { } pause } && pause > TimeSpan.Zero ? pause : (TimeSpan?)null;
        if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
        {
            throw new OutboundException($"Slack answers {(int)response.StatusCode} to {method}", isTransient: true, after);
        }

        JsonObject? answer;
        try
        {
            answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(token)) as JsonObject;
        }
        catch (JsonException)
        {
            answer = null;
        }

        if (answer?["ok"] is JsonValue ok && ok.TryGetValue<bool>(out var isGood) && isGood)
        {
            return answer;
        }

        var error = Text(answer?["error"]) is { } code && code.Length < 64 && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : $"{(int)response.StatusCode}";
        throw new OutboundException(
            $"Slack refuses {method}: {error}", error is "ratelimited" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout", after);
    }
}
