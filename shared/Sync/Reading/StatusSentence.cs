using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Reading;

/// <summary>The one sentence that says how an application is, the same wherever it is shown.</summary>
internal static class StatusSentence
{
    public static string Of(ApplicationState state)
    {
        if (state.Deleting)
        {
            return "Being removed.";
        }

        if (state.Operation is { } operation)
        {
            return operation.Message.Length > 0 ? $"Syncing: {operation.Message}" : $"Syncing: {operation.Counts}.";
        }

        if (state.Gate is { } gate)
        {
            return $"Waits for approval of plan {gate.Plan[..8]} until {gate.Expires:yyyy-MM-dd HH:mm} UTC.";
        }

        return state.Observed switch
        {
            null => "Not looked at yet.",
            { Code: not null, Problems: [var first, ..] } => first,
            { Code: not null } seen => seen.HealthMessage,
            { Sync: "Synced" } seen => seen.HealthMessage.Length > 0 ? $"Synced, {seen.Health.ToLowerInvariant()}: {seen.HealthMessage}" : $"Synced and {seen.Health.ToLowerInvariant()}.",
            var seen => $"Out of sync: {seen.Counts}.",
        };
    }
}
