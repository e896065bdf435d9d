using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Slack;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>Whoever calls the host. Webhooks are sent again, under the same id, until they are taken; Slack never sends a press again.</summary>
internal sealed class HostSenders(Uri host) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { BaseAddress = host, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>GitHub's push event; the delivery's id.</summary>
    public Task<string> Push(string cloneUrl, string before, string after, CancellationToken token)
    {
        var body = Bytes(new JsonObject
        {
            ["ref"] = "refs/heads/main",
            ["before"] = before,
            ["after"] = after,
            ["repository"] = new JsonObject { ["clone_url"] = cloneUrl },
        });
        var signature = Sign(ProcessStage.HookSecret, body);
        return Deliver("hooks/github", body, [("X-GitHub-Event", "push"), ("X-GitHub-Delivery", $"{Guid.NewGuid()}"), ("X-Hub-Signature-256", signature)], token);
    }

    /// <summary>CI asks for an application; the delivery's id.</summary>
    public Task<string> Ask(string application, CancellationToken token)
    {
        var body = Bytes(new JsonObject { ["application"] = application, ["reason"] = "tests passed" });
        var stamp = Stamp();
        return Deliver(
            "hooks/cibuilds", body, [("X-Timestamp", stamp), ("X-Delivery", $"{Guid.NewGuid()}"), ("X-Signature", Sign(ProcessStage.CiSecret, [.. Encoding.UTF8.GetBytes($"{stamp}."), .. body]))], token);
    }

    /// <summary>Somebody presses a button once. The answer may get lost; a press that found nobody listening is made again, as people do.</summary>
    public async Task Press(string gate, CancellationToken token)
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = new JsonObject { ["id"] = "T1" },
            ["api_app_id"] = "A1",
            ["user"] = new JsonObject { ["id"] = "U1", ["username"] = "ana" },
            ["channel"] = new JsonObject { ["id"] = "C1" },
            ["actions"] = new JsonArray { new JsonObject { ["action_id"] = "approve", ["type"] = "button", ["value"] = gate } },
        };
        var body = Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload.ToJsonString())}");
        while (true)
        {
            var stamp = Stamp();
            try
            {
                using var answer = await Send(
                    "slack/interactions", body, "application/x-www-form-urlencoded",
                    [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", SlackSignature.Sign(stamp, body, ProcessStage.SlackSecret))], token);
                Assert.True(answer.IsSuccessStatusCode, $"the press is answered {answer.StatusCode}");
                return;
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                await Task.Delay(100, token);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>Reads from the API; null while it is not there.</summary>
    public async Task<JsonNode?> Read(string path, CancellationToken token)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", ProcessStage.ApiToken);
            using var answer = await _http.SendAsync(request, token);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(token)) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> Deliver(string path, byte[] body, IReadOnlyList<(string, string)> headers, CancellationToken token)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var answer = await Send(path, body, "application/json", headers, token);
                if (answer.IsSuccessStatusCode)
                {
                    return JsonNode.Parse(await answer.Content.ReadAsStringAsync(token))!["delivery"]!.GetValue<string>();
                }

                Assert.True((int)answer.StatusCode >= 500, $"the webhook is answered {answer.StatusCode}");
            }
            catch (HttpRequestException)
            {
                // Nobody there, or dead before the answer.
            }

            await Task.Delay(100, token);
        }

        throw new TimeoutException($"the webhook is not taken within {Patience.TotalSeconds} s");
    }

    private Task<HttpResponseMessage> Send(string path, byte[] body, string type, IEnumerable<(string Name, string Value)> headers, CancellationToken token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return _http.SendAsync(request, token);
    }

    private static string Sign(string secret, byte[] bytes) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}";

    private static string Stamp() => $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
