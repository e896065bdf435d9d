using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Ledger;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary><c>plumb ledger APP [--verify]</c>: what was asked, planned, decided, done and told, and whether the chain holds.</summary>
internal static class LedgerCommand
{
    private const int LongestText = 100;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("APP") { Description = "The application." };
        var verify = new Option<bool>("--verify") { Description = "Checks the chain of hashes here, on this machine. Exits 1 when it does not hold." };
        var known = new Option<string?>("--known") { Description = "A hash noted earlier that the chain must still hold; implies --verify.", HelpName = "HASH" };
        var format = OutputOption.Create(OutputFormat.Table);
        var command = new Command("ledger", "Shows the ledger of an application, or checks it.") { name, verify, known, format };
        name.RefuseFlags();
        var server = new ServerOptions(command);
        command.SetAction(async (parsed, token) =>
        {
            using var client = server.Connect(parsed, terminal);
            var app = parsed.GetRequiredValue(name);
            var ledger = await client.Ledger(app, token);
            var answer = parsed.GetValue(verify) || parsed.GetValue(known) is not null ? Verify(app, ledger, parsed.GetValue(known)) : Entries(ledger);
            terminal.Print(AnswerText.Of(answer, OutputOption.Of(parsed, format)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Answer Entries(MapNode ledger) => new(ledger, ledger.Maps("items"))
    {
        Table = () => TextTable.Of(
            ["NO", "AT", "KIND", "BY", "PLAN", "WHAT"], ledger.Maps("items").Select(Row)),
        Name = e => e.Text("sequence"),
    };

    private static Answer Verify(string app, MapNode ledger, string? known)
    {
        var links = ledger.Maps("items").Select((item, i) => Parse(app, item, i + 1)).ToList();
        var fault = LedgerChain.Fault(app, links, Head(ledger)) ?? (known is null || links.Exists(l => l.Hash == known) ? null : $"The chain no longer holds the hash {known}.");
        if (fault is not null)
        {
            throw Broken(app, fault);
        }

        var last = links.Count == 0 ? LedgerEntry.Genesis : links[^1].Hash;
        var whole = new MapNode().With("v", 1).With("app", app).With("entries", links.Count).With("hash", last);
        return new Answer(whole, [whole])
        {
            Table = () => links.Count == 0
                ? $"✔ {PlainText.Of(app)}: the ledger is empty\n"
                : $"✔ {PlainText.Of(app)}: {links.Count} entries hold, {ApplicationText.Time(links[0].At.ToString("O"))} to {ApplicationText.Time(links[^1].At.ToString("O"))} UTC\n  last hash {last}\n",
            Name = _ => last,
        };
    }

    private static (long Sequence, string Hash)? Head(MapNode ledger) =>
        ledger["head"] is MapNode head && long.TryParse(head.Text("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? (sequence, head.Text("hash")) : null;

    private static LedgerEntry Parse(string app, MapNode item, int place)
    {
        try
        {
            return LedgerEntry.Parse(JsonTree.ToText(item));
        }
        catch (JsonException)
        {
            throw Broken(app, $"Entry {place} is no entry of a ledger.");
        }
    }

    private static CommandFailedException Broken(string app, string fault) => new(ExitCode.No, $"{app}: the ledger does not hold", new Problem(CliProblem.LedgerBroken, fault)
    {
        Hint = "Entries are never changed or taken away by Plumbline: find out who can write the storage account.",
    });

    private static IReadOnlyList<string> Row(MapNode entry)
    {
        var body = BodyOf(entry.Text("body"));
        return [entry.Text("sequence"), ApplicationText.Time(entry.Text("at")), entry.Text("kind"), Cut(body.Text("actor")), ApplicationText.Short(body.Text("plan")), Cut(body.Text("message"))];
    }

    // Bodies of kinds that a later server knows may have another form; the JSON output has them as they are.
    private static MapNode BodyOf(string body)
    {
        try
        {
            return JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(body)) as MapNode ?? new MapNode();
        }
        catch (ProblemException)
        {
            return new MapNode();
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}…";
}
