using System.CommandLine;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary><c>plumb sync APP…</c>: asks for a sync and waits for what comes of it. What already runs is joined, not refused.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string[]> Names = new("APP") { Description = "Applications.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Async = new("--async") { Description = "Does not wait: exits 0 once the request is taken." };
    private static readonly Option<string?> Revision = new("--revision") { Description = "Commit that is expected; waits until it is the one deployed.", HelpName = "COMMIT" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for those who read the ledger.", HelpName = "TEXT" };
    private static readonly Option<TimeSpan> Timeout = new("--timeout")
    {
        Description = "How long to wait, such as 90s, 10m or 1h. Default: 10m.",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromMinutes(10),
        CustomParser = result => DurationText.TryParse(result.Tokens[0].Value, out var time) ? time : Refuse(result),
    };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var format = OutputOption.Create(OutputFormat.Table);
        var command = new Command("sync", "Asks for a sync and waits until it is done.") { Names, Async, Revision, Reason, Timeout, format };
        Names.RefuseFlags();
        var server = new ServerOptions(command);
        command.SetAction(async (parsed, token) =>
        {
            using var client = server.Connect(parsed, terminal);
            return await Run(client, parsed, terminal, OutputOption.Of(parsed, format), token);
        });
        return command;
    }

    private static async Task<int> Run(ApiClient client, ParseResult parsed, Terminal terminal, OutputFormat format, CancellationToken token)
    {
        var revision = parsed.GetValue(Revision);
        var asked = new List<MapNode>();
        foreach (var name in parsed.GetRequiredValue(Names).Distinct(StringComparer.Ordinal))
        {
            asked.Add(await client.Sync(name, revision, parsed.GetValue(Reason), token));
        }

        if (parsed.GetValue(Async))
        {
            Print(asked);
            return ExitCode.Done;
        }

        var wait = new SyncWait(client, terminal, revision, terminal.Clock.GetUtcNow() + parsed.GetValue(Timeout));
        var ends = new List<SyncEnd>();
        foreach (var app in asked)
        {
            ends.Add(await wait.For(app, token));
        }

        Print([.. ends.Select(e => e.App)]);
        foreach (var end in ends.Where(e => e.Problem is not null))
        {
            await terminal.Notes.WriteAsync(ProblemText.Failure($"{end.App.Text("name")}: {end.Headline}", [end.Problem!]));
        }

        // The first that is not done decides: a script acts on one code.
        return ends.Select(e => e.Exit).FirstOrDefault(e => e != ExitCode.Done);

        void Print(IReadOnlyList<MapNode> apps)
        {
            var whole = new MapNode().With("v", 1).With("items", new ListNode(apps));
            terminal.Print(AnswerText.Of(ApplicationText.Of(whole, apps), format));
        }
    }

    private static TimeSpan Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"\"{result.Tokens[0].Value}\" is no time above zero; write 90s, 10m or 1h.");
        return default;
    }
}
