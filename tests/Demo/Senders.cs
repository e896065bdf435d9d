using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Slack;

namespace Plumbline.Demo;

/// <summary>Stands for whoever calls in: GitHub, CI, and Slack after a press. Each signs as the real one does.</summary>
internal sealed class Senders(PlumbHost host, DemoSecrets secrets, TimeProvider clock)
{
    /// <summary>GitHub's push event; the id of the delivery as Plumbline knows it.</summary>
    public async Task<string> Push(string cloneUrl, string before, string after, CancellationToken token)
    {
        var (body, headers) = PushOf(cloneUrl, before, after);
        return await Deliver("hooks/github", body, headers, token);
    }

    /// <summary>GitHub's push event, sent for its answer alone; the status that it is answered with.</summary>
    public async Task<int> Knock(string cloneUrl, string before, string after, CancellationToken token)
    {
        var (body, headers) = PushOf(cloneUrl, before, after, Commits);
        return (await host.Send("hooks/github", body, "application/json", headers, token)).Status;
    }

    /// <summary>CI asks for a sync of an application.</summary>
    public async Task<string> Ask(string application, string reason, CancellationToken token)
    {
        var bytes = Bytes(new JsonObject { ["application"] = application, ["reason"] = reason });
        var stamp = Stamp();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{stamp}."), .. bytes];
        var signature = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secrets.CiHook), signed))}";
        return await Deliver("hooks/cibuilds", bytes, [("X-Timestamp", stamp), ("X-Delivery", NewId()), ("X-Signature", signature)], token);
    }

    /// <summary>Somebody presses a button.</summary>
    public async Task Press(string action, string value, string user, CancellationToken token)
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = new JsonObject { ["id"] = "T0DEMO" },
            ["api_app_id"] = "A0DEMO",
            ["user"] = new JsonObject { ["id"] = $"U0{user.ToUpperInvariant()}", ["username"] = user },
            ["channel"] = new JsonObject { ["id"] = "C0DEPLOYS" },
            ["actions"] = new JsonArray { new JsonObject { ["action_id"] = action, ["type"] = "button", ["value"] = value } },
        };
        var bytes = Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload.ToJsonString())}");
        var stamp = Stamp();
        var (status, answer) = await host.Send(
            "slack/interactions", bytes, "application/x-www-form-urlencoded",
            [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", SlackSignature.Sign(stamp, bytes, secrets.SlackSigning))], token);
        if (status != 200)
        {
            throw new DifferenceException($"the press is answered {status}: {answer}");
        }
    }

    private (byte[] Body, (string, string)[] Headers) PushOf(string cloneUrl, string before, string after, JsonArray? commits = null)
    {
        var body = Bytes(new JsonObject
        {
            ["ref"] = "refs/heads/main",
            ["before"] = before,
            ["after"] = after,
            ["repository"] = new JsonObject { ["clone_url"] = cloneUrl },
            ["commits"] = commits,
        });
        var signature = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secrets.GitHubHook), body))}";
        return (body, [("X-GitHub-Event", "push"), ("X-GitHub-Delivery", NewId()), ("X-Hub-Signature-256", signature)]);
    }

    private async Task<string> Deliver(string path, byte[] body, IEnumerable<(string, string)> headers, CancellationToken token)
    {
        var (status, answer) = await host.Send(path, body, "application/json", headers, token);
        return status == 202 ? JsonNode.Parse(answer)!["delivery"]!.GetValue<string>() : throw new DifferenceException($"the webhook is answered {status}: {answer}");
    }

    /// <summary>Some 10 KB, as a push of ten commits has them.</summary>
    private static JsonArray Commits => [.. Enumerable.Range(0, 10).Select(n => new JsonObject
    {
        ["id"] = new string((char)('0' + n), 40),
        ["message"] = new string('m', 400),
        ["modified"] = new JsonArray([.. Enumerable.Range(0, 10).Select(f => JsonValue.Create($"stage/some-application/file-{f}-with-a-name.yaml"))]),
    })];

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    private string Stamp() => $"{clock.GetUtcNow().ToUnixTimeSeconds()}";
}
