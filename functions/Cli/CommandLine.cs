using System.CommandLine;
using System.CommandLine.Invocation;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Output;
using Plumbline.Functions.Cli.Render;
using Plumbline.Functions.Cli.Server;

namespace Plumbline.Functions.Cli;

/// <summary>The command line of <c>plumb</c>: finds the command, runs it, turns what stopped it into a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that <paramref name="args"/> name.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <param name="terminal">Where it runs.</param>
    /// <param name="host">Commands of the host itself, which handle signals on their own.</param>
    public static async Task<int> Run(string[] args, Terminal terminal, params Command[] host)
    {
        try
        {
            return IsTemplate(args) ? await Interruptible(token => TemplateCommand.Run(args[0], args[1..], terminal, token)) : await Parsed(args, terminal, host);
        }
        catch (CommandFailedException e)
        {
            await terminal.Notes.WriteAsync(ProblemText.Failure(e.Headline, e.Problems));
            return e.Exit;
        }
        catch (ProblemException e)
        {
            await terminal.Notes.WriteAsync(ProblemText.Failure("cannot go on", [.. e.Problems.Select(terminal.Folder.Show)]));
            return ExitCode.No;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await terminal.Notes.WriteAsync(ProblemText.Failure("cannot go on", [new Problem(CliProblem.File, e.Message)]));
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await terminal.Notes.WriteLineAsync("plumb: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> Parsed(string[] args, Terminal terminal, Command[] host)
    {
        var root = new RootCommand("Plumbline: GitOps delivery for Kubernetes without an always-on controller.");
        foreach (var command in (Command[])[.. host, .. Commands(terminal)])
        {
            root.Subcommands.Add(command);
        }

        // Values may begin with "@", which is no file of arguments here.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            var name = string.Join(' ', Names(parsed.CommandResult).Reverse());
            await terminal.Notes.WriteAsync(ProblemText.Failure(name, [.. parsed.Errors.Select(e => new Problem(CliProblem.Usage, e.Message))]) + $"  {name} --help lists what it takes.\n");
            return ExitCode.Usage;
        }

        var isHost = host.Contains(parsed.CommandResult.Command);
        using var answer = new StreamWriter(terminal.Answer, leaveOpen: true);
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = answer,
            Error = terminal.Notes,
            EnableDefaultExceptionHandler = isHost,
            ProcessTerminationTimeout = isHost ? null : TimeSpan.FromSeconds(2),
        });
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        BuildCommand.Create(terminal),
        TemplateCommand.Create(TemplateCommand.Template),
        TemplateCommand.Create(TemplateCommand.Values),
        PlainTemplateCommand.Create(terminal),
        RenderCommand.Create(terminal),
        ValidateCommand.Create(terminal),
        AppsCommand.Create(terminal),
        SyncCommand.Create(terminal),
        HistoryCommand.Create(terminal),
        PlanCommand.Create(terminal),
        LedgerCommand.Create(terminal),
    ];

    private static bool IsTemplate(string[] args) =>
        args is [TemplateCommand.Template or TemplateCommand.Values, .. var rest] && !rest.Any(a => a is "--help" or "-h" or "-?");

    private static IEnumerable<string> Names(System.CommandLine.Parsing.CommandResult result)
    {
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult command)
            {
                yield return command.Command is RootCommand ? "plumb" : command.Command.Name;
            }
        }
    }

    private static async Task<int> Interruptible(Func<CancellationToken, Task<int>> run)
    {
        using var source = new CancellationTokenSource();
        using var registration = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, c =>
        {
            c.Cancel = true;
            source.Cancel();
        });
        return await run(source.Token);
    }
}
