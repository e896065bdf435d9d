using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plumbline.Core.Secrets;
using Plumbline.Sync.Inbox;

namespace Plumbline.Simulation;

/// <summary>Stands for the git host and CI: webhooks as they come in, signed, each with the id of its delivery.</summary>
internal sealed class Senders(TimeProvider clock) : ISecretReferences
{
    private const string Secret = "a-webhook-secret-for-the-simulation";
    private int _deliveries;

    /// <summary>Deliveries that were answered with 2xx, which must not be lost (I1).</summary>
    public SortedSet<string> Accepted { get; } = new(StringComparer.Ordinal);

    public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(Secret);

    /// <summary>The routes of the inbox.</summary>
    public RouteTable Routes() => RouteTable.Load(
        new Dictionary<string, RouteOptions>
        {
            ["github"] = new() { Provider = "github", Secret = "env:GITHUB" },
            ["cibuilds"] = new() { Provider = "generic-hmac", Secret = "env:CI" },
        },
        this, default).GetAwaiter().GetResult();

    /// <summary>A push to the shop's repository; sending it again is the same delivery.</summary>
    public Func<IWebhookInbox, Task> Push()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["ref"] = "refs/heads/main",
            ["before"] = new string('1', 40),
            ["after"] = new string('2', 40),
            ["repository"] = new { clone_url = World.Shop },
        });
        return Sending("github", body, () =>
            [("X-GitHub-Event", "push"), ("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}")], "X-GitHub-Delivery");
    }

    /// <summary>CI asks for a sync.</summary>
    public Func<IWebhookInbox, Task> Ask(string application)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { application });
        return Sending("cibuilds", body, () =>
        {
            var stamp = $"{clock.GetUtcNow().ToUnixTimeSeconds()}";
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{stamp}."), .. body];
            return [("X-Timestamp", stamp), ("X-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed))}")];
        }, "X-Delivery");
    }

    private Func<IWebhookInbox, Task> Sending(string route, byte[] body, Func<(string Name, string Value)[]> headers, string idHeader)
    {
        var id = $"delivery-{++_deliveries}";
        return async inbox =>
        {
            (string Name, string Value)[] all = [.. headers(), (idHeader, id), ("Content-Type", "application/json")];
            var request = new WebhookRequest(
                route, name => [.. all.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)], new MemoryStream(body), body.Length);
            var answer = await inbox.Receive(request, default);
            if (answer.Status is 200 or 202)
            {
                Accepted.Add(JsonDocument.Parse(answer.Json).RootElement.GetProperty("delivery").GetString()!);
            }
        };
    }
}
