using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Reads off an application whether its sync is over, and how it went.</summary>
internal static class SyncVerdict
{
    /// <summary>The end; null while there is something to wait for.</summary>
    /// <param name="app">The application as the API tells it.</param>
    /// <param name="revision">The commit that must be the one deployed, or its first digits; null for any.</param>
    /// <param name="newest">The newest operation that ended; null when there is none.</param>
    public static SyncEnd? Of(MapNode app, string? revision, MapNode? newest)
    {
        // While something is under way, the question about an older plan may still be open.
        if (app.Is("busy"))
        {
            return null;
        }

        if (app.Text("gate").Length > 0)
        {
            return new SyncEnd(app, ExitCode.Refused, "waits for approval", new Problem(CliProblem.ApprovalMissing, app.Text("status")) { Hint = $"plumb plan {app.Text("name")} shows what waits." });
        }

        if (app.Text("code") is { Length: > 0 } code)
        {
            return new SyncEnd(app, ExitCode.Failed, "cannot sync", new Problem(code, app.Text("status")));
        }

        if (app.Text("sync") != "Synced")
        {
            var why = newest?.Text("phase") == "Failed" && newest.Text("message") is { Length: > 0 } message ? message : app.Text("status");
            return new SyncEnd(app, ExitCode.Failed, "did not sync", new Problem(CliProblem.OperationFailed, why) { Hint = $"plumb history {app.Text("name")} lists what was tried." });
        }

        return !IsAt(app, revision) ? null : app.Text("health") switch
        {
            "Healthy" or "Suspended" => new SyncEnd(app, ExitCode.Done, "", null),
            "Degraded" or "Missing" => new SyncEnd(app, ExitCode.Failed, "is not healthy", new Problem(CliProblem.NotHealthy, app.Text("status"))),
            _ => null,
        };
    }

    private static bool IsAt(MapNode app, string? revision) =>
        revision is null || !revision.All(char.IsAsciiHexDigit) || revision.Length < 7
        || app.Maps("commits").Any(c => c.Text("commit").StartsWith(revision, StringComparison.OrdinalIgnoreCase));
}
