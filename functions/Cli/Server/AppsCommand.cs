using System.CommandLine;
using Plumbline.Core.Objects;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary><c>plumb apps [NAME]</c>: how applications are.</summary>
internal static class AppsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "One application; none: all that the token may see.", Arity = ArgumentArity.ZeroOrOne };
        var project = new Option<string?>("--project", "-p") { Description = "Only applications of this project.", HelpName = "NAME" };
        var format = OutputOption.Create(OutputFormat.Table);
        var command = new Command("apps", "Shows how applications are.") { name, project, format };
        name.RefuseFlags();
        var server = new ServerOptions(command);
        command.SetAction(async (parsed, token) =>
        {
            using var client = server.Connect(parsed, terminal);
            var answer = parsed.GetValue(name) is { } one ? ApplicationText.One(await client.Application(one, token)) : await All(client, parsed.GetValue(project), token);
            terminal.Print(AnswerText.Of(answer, OutputOption.Of(parsed, format)));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Answer> All(ApiClient client, string? project, CancellationToken token)
    {
        var whole = await client.Applications(token);
        if (project is not null)
        {
            whole = new MapNode().With("v", 1).With("items", new ListNode(whole.Maps("items").Where(i => i.Text("project") == project)));
        }

        return ApplicationText.Of(whole, whole.Maps("items"));
    }
}
