using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Waits for syncs until a deadline; looks before it waits, and says each new state once.</summary>
/// <param name="client">The server.</param>
/// <param name="terminal">Where progress goes.</param>
/// <param name="revision">The commit that must be the one deployed; null for any.</param>
/// <param name="deadline">When it gives up.</param>
internal sealed class SyncWait(ApiClient client, Terminal terminal, string? revision, DateTimeOffset deadline)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for one application.</summary>
    /// <param name="asked">Its state when the sync was asked for.</param>
    /// <param name="token">Gives up waiting; the sync goes on.</param>
    /// <exception cref="CommandFailedException">The server refuses.</exception>
    public async Task<SyncEnd> For(MapNode asked, CancellationToken token)
    {
        var (app, said) = (asked, "");
        while (true)
        {
            if (await Look(app, token) is { } end)
            {
                return end;
            }

            if (Progress(app) is var progress && progress != said)
            {
                terminal.Notes.WriteLine(PlainText.Of($"{app.Text("name")}: {said = progress}"));
            }

            if (terminal.Clock.GetUtcNow() >= deadline)
            {
                return new SyncEnd(app, ExitCode.TimedOut, "is not done", new Problem(CliProblem.TimedOut, $"{app.Text("status")}{Operation(app)}") { Hint = "It goes on without this command; --timeout waits longer." });
            }

            app = await Again(app, token);
        }
    }

    private async Task<SyncEnd?> Look(MapNode app, CancellationToken token)
    {
        var end = SyncVerdict.Of(app, revision, null);
        return end?.Problem?.Code == CliProblem.OperationFailed
            ? SyncVerdict.Of(app, revision, (await client.Operations(app.Text("name"), token)).Maps("items").FirstOrDefault(o => o.Text("ended").Length > 0))
            : end;
    }

    private async Task<MapNode> Again(MapNode app, CancellationToken token)
    {
        try
        {
            await Task.Delay(Pause, terminal.Clock, token);
            return await client.Application(app.Text("name"), token);
        }
        catch (CommandFailedException e) when (e.Exit == ExitCode.Unreachable)
        {
            // The server may be moving; the deadline ends it if it does not come back.
            terminal.Notes.WriteLine($"{PlainText.Of(app.Text("name"))}: the server cannot be reached; asking again");
            return app;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            terminal.Notes.WriteLine(PlainText.Of($"{app.Text("name")}: the sync goes on{Operation(app)}"));
            throw;
        }
    }

    // Until somebody has looked, the status is what was seen before the sync was asked for.
    private static string Progress(MapNode app) => app.Is("busy") && app.Text("operation").Length == 0 ? "Asked for; not looked at yet." : app.Text("status");

    private static string Operation(MapNode app) => app.Text("operation") is { Length: > 0 } id ? $" (operation {id})" : "";
}
