using Plumbline.Core.Reporting;

namespace Plumbline.Reporting;

/// <summary>A rollout in words. Pure.</summary>
internal static class RolloutMessage
{
    public static ChatMessage Of(Rollout rollout)
    {
        var sections = new List<string>();
        if (rollout.Lines.Count > 0)
        {
            sections.Add(string.Join('\n', rollout.Lines));
        }

        if (rollout.Story.Count > 0)
        {
            sections.Add(string.Join('\n', rollout.Story));
        }

        var footer = rollout is { Gate: not null, Expires: { } until } ? $"Valid till {until:yyyy-MM-dd HH:mm} UTC. A changed plan asks again." : null;
        return new ChatMessage(
            $"{rollout.Title}: {rollout.Standing}", sections, [.. rollout.Facts.Select(f => (f.Label, f.Value))], footer,
            rollout.Gate is not { } gate ? [] :
            [
                new ChatButton("approve", "Approve", gate, ChatButtonStyle.Primary),
                new ChatButton("reject", "Reject", gate, ChatButtonStyle.Danger),
            ]);
    }
}
