using System.Text.Json.Nodes;
using Plumbline.Core.Reporting;

namespace Plumbline.Slack;

/// <summary>Shapes a message for Slack within its limits. The only place that makes buttons.</summary>
public static class SlackBlocks
{
    private const int MostSections = 20;
    private const int LongestSection = 1500;
    private const int LongestTitle = 140;
    private const int Budget = 9000;

    /// <summary>The members <c>text</c> and <c>blocks</c> of a call.</summary>
    public static JsonObject Of(ChatMessage message)
    {
        var blocks = new JsonArray { new JsonObject { ["type"] = "header", ["text"] = Plain(message.Title) } };
        var left = Budget;
        foreach (var section in message.Sections.Take(MostSections))
        {
            var text = SlackText.Escape(section, Math.Min(LongestSection, Math.Max(2, left)));
            left -= text.Length;
            blocks.Add(new JsonObject { ["type"] = "section", ["text"] = Markdown(text) });
            if (left <= 2)
            {
                break;
            }
        }

        if (message.Facts.Count > 0)
        {
            var fields = new JsonArray();
            foreach (var (label, value) in message.Facts.Take(10))
            {
                fields.Add(Markdown($"*{SlackText.Escape(label, 60)}*\n{SlackText.Escape(value, 300)}"));
            }

            blocks.Add(new JsonObject { ["type"] = "section", ["fields"] = fields });
        }

        if (message.Footer is { } footer)
        {
            blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray { Markdown(SlackText.Escape(footer, 1000)) } });
        }

        if (message.Buttons.Count > 0)
        {
            blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray([.. message.Buttons.Select(Button)]) });
        }

        return new JsonObject { ["text"] = SlackText.Escape(message.Title, LongestTitle), ["blocks"] = blocks };
    }

    private static JsonObject Button(ChatButton button)
    {
        var made = new JsonObject { ["type"] = "button", ["action_id"] = button.Action, ["text"] = Plain(button.Label), ["value"] = button.Value };
        if (button.Style != ChatButtonStyle.Plain)
        {
            made["style"] = button.Style == ChatButtonStyle.Primary ? "primary" : "danger";
        }

        return made;
    }

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = SlackText.Escape(text, LongestTitle), ["emoji"] = false };

    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };
}
