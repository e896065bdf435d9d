using System.CommandLine;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary><c>plumb history APP</c>: what was done to an application, newest first.</summary>
internal static class HistoryCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("APP") { Description = "The application." };
        var format = OutputOption.Create(OutputFormat.Table);
        var command = new Command("history", "Lists the operations of an application, newest first.") { name, format };
        name.RefuseFlags();
        var server = new ServerOptions(command);
        command.SetAction(async (parsed, token) =>
        {
            using var client = server.Connect(parsed, terminal);
            terminal.Print(AnswerText.Of(ApplicationText.Operations(await client.Operations(parsed.GetRequiredValue(name), token)), OutputOption.Of(parsed, format)));
            return ExitCode.Done;
        });
        return command;
    }
}
