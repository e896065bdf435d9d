using System.Text;
using System.Text.Json;

namespace Plumbline.Slack;

/// <summary>A press of a button, as the signed payload says it. Names are for showing only; ids decide (T-SL-3).</summary>
/// <param name="TeamId">Workspace.</param>
/// <param name="AppId">Slack app.</param>
/// <param name="UserId">Who pressed.</param>
/// <param name="UserName">Handle, for showing.</param>
/// <param name="ChannelId">Where.</param>
/// <param name="Action">The button's action.</param>
/// <param name="Value">The button's value.</param>
public sealed record SlackPress(string TeamId, string AppId, string UserId, string UserName, string ChannelId, string Action, string Value);

/// <summary>Reads interaction payloads. Strict in what it uses, blind to the rest.</summary>
public static class SlackInteraction
{
    /// <summary>Largest body: Slack's are some kilobytes with a message of ours in them.</summary>
    public const int Longest = 256 * 1024;

    /// <summary>
    /// Reads a form body. False when it is malformed; true with null when it is authentic but no press of a button (<c>view_submission</c>, URL checks).
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SlackPress? press)
    {
        press = null;
        if (body.Length > Longest)
        {
            return false;
        }

        var form = Encoding.UTF8.GetString(body);
        if (Field(form, "ssl_check") is not null)
        {
            return true;
        }

        if (Field(form, "payload") is not { Length: > 0 } payload)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            press = Press(json.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static SlackPress? Press(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "block_actions" ||
            !root.TryGetProperty("actions", out var actions) || actions.ValueKind != JsonValueKind.Array || actions.GetArrayLength() != 1)
        {
            return null;
        }

        var action = actions[0];
        var press = new SlackPress(
            Text(root, "team", "id") ?? "", Text(root, "api_app_id") ?? "", Text(root, "user", "id") ?? "", Text(root, "user", "username") ?? Text(root, "user", "name") ?? "",
            Text(root, "channel", "id") ?? "", Text(action, "action_id") ?? "", Text(action, "value") ?? "");
        return press.UserId.Length == 0 || press.Action.Length == 0 ? null : press;
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    private static string? Field(string form, string name)
    {
        foreach (var pair in form.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair[..equals] == name)
            {
                return Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
            }
        }

        return null;
    }
}
