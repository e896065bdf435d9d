using System.CommandLine;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary><c>plumb plan APP [DIGEST]</c>: what a sync would do. Exits 1 when that is something.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("APP") { Description = "The application." };
        var digest = new Argument<string?>("DIGEST") { Description = "A plan by its full digest. Default: the newest.", Arity = ArgumentArity.ZeroOrOne };
        var format = OutputOption.Create(OutputFormat.Table);
        var command = new Command("plan", "Shows what a sync would do. Exits 1 when there is something to do.") { name, digest, format };
        name.RefuseFlags();
        var server = new ServerOptions(command);
        command.SetAction(async (parsed, token) =>
        {
            using var client = server.Connect(parsed, terminal);
            return await Run(client, terminal, parsed.GetRequiredValue(name), parsed.GetValue(digest), OutputOption.Of(parsed, format), token);
        });
        return command;
    }

    private static async Task<int> Run(ApiClient client, Terminal terminal, string name, string? digest, OutputFormat format, CancellationToken token)
    {
        var app = await client.Application(name, token);
        var newest = app.Text("plan");
        if (digest is null && newest.Length == 0)
        {
            // Nothing rendered and nothing to do look alike in the plan; the application's own words tell them apart.
            terminal.Notes.WriteLine($"⚠ {PlainText.Of($"{name} has no plan: {app.Text("status")}")}");
            return app.Text("code").Length == 0 ? ExitCode.Done : throw new CommandFailedException(
                ExitCode.Failed, $"{name}: no plan", [new Problem(app.Text("code"), app.Text("status"))]);
        }

        var wanted = digest is null || newest.StartsWith(digest, StringComparison.Ordinal) ? newest : digest;
        var plan = PlanText.WithDigest(await client.Plan(name, wanted, token), wanted);
        terminal.Print(AnswerText.Of(PlanText.Of(plan), format));
        var isDone = wanted == newest && app.Text("sync") == "Synced";
        if (isDone && PlanText.Changes(plan).Any())
        {
            terminal.Notes.WriteLine($"{PlainText.Of(name)} is synced: this plan was carried out.");
        }

        return isDone || !PlanText.Changes(plan).Any() ? ExitCode.Done : ExitCode.No;
    }
}
