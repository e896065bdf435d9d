using System.CommandLine;
using Plumbline.Core.Problems;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Functions.Cli.Render;

/// <summary><c>plumb gotemplate FILE</c>: executes one plain Go template.</summary>
internal static class PlainTemplateCommand
{
    private const string Stdin = "-";

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The template; - reads it from standard input." };
        var facts = new Option<string?>("--data") { Description = "JSON file with what the template calls dot; none: nothing.", HelpName = "FILE.json" };
        var missing = new Option<string?>("--missingkey") { Description = "What a missing key is worth: default, zero or error.", HelpName = "WORD" };
        var sprig = new Option<bool>("--sprig") { Description = "Also Sprig's and Helm's functions, not only Go's own." };
        var command = new Command("gotemplate", "Executes one plain Go template.") { file, facts, missing, sprig };
        file.RefuseFlags();
        command.SetAction((parsed, token) => Task.FromResult(
            Run(terminal, parsed.GetRequiredValue(file), parsed.GetValue(facts), parsed.GetValue(missing), parsed.GetValue(sprig), token)));
        return command;
    }

    private static int Run(Terminal terminal, string file, string? facts, string? missing, bool sprig, CancellationToken token)
    {
        var text = HelmText.FromBytes(Read(terminal, file));
        var json = facts is null ? null : System.Text.Encoding.UTF8.GetString(Read(terminal, facts));
        try
        {
            var name = file == Stdin ? "stdin" : Path.GetFileName(file);
            terminal.Print(HelmText.ToBytes(GoTemplateCommand.Execute(name, text, json, missing, sprig, terminal.Clock, token)));
            return ExitCode.Done;
        }
        catch (GoTemplateException e)
        {
            throw new CommandFailedException(ExitCode.No, $"cannot execute {file}", new Problem(CliProblem.Template, e.Message));
        }
    }

    private static byte[] Read(Terminal terminal, string file)
    {
        try
        {
            if (file != Stdin)
            {
                return File.ReadAllBytes(terminal.Folder.On(file));
            }

            using var bytes = new MemoryStream();
            terminal.Input.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.No, $"cannot read {file}", new Problem(CliProblem.File, e.Message));
        }
    }
}
