namespace Plumbline.Slack;

/// <summary>How Slack is reached. Off unless a token is given.</summary>
public sealed record SlackOptions
{
    /// <summary>Address of the Web API. Default Slack's own.</summary>
    public Uri ApiBase { get; init; } = new("https://slack.com/api/");

    /// <summary>Bot token (<c>xoxb-…</c>) with <c>chat:write</c>, and <c>channels:history</c> for finding a message again whose answer was lost.</summary>
    public required string Token { get; init; }
}
