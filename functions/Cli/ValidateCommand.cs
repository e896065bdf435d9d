using System.CommandLine;
using Plumbline.Core.Control;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Files;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli;

/// <summary><c>plumb validate FILE|DIR</c>: everything wrong with the definitions of a control repository, without any server.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Paths = new("FILE|DIR")
    {
        Description = "Files, or folders that are read with all folders below them. Default: this folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Format = OutputOption.Create(OutputFormat.Table);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Checks Applications, projects, clusters and repositories; needs no server. Exits 1 when there are errors.") { Paths, Format };
        Paths.RefuseFlags();
        command.SetAction((parsed, token) => Task.FromResult(Run(parsed, terminal, token)));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal, CancellationToken token)
    {
        var problems = new List<Problem>();
        var objects = 0;
        foreach (var path in parsed.GetValue(Paths) is { Length: > 0 } named ? named : ["."])
        {
            var source = NamedSource.Open(path, terminal.Folder, ExitCode.Usage);
            if (source.Tree.Find(source.Path) is null)
            {
                throw new CommandFailedException(ExitCode.NotFound, $"{path}: cannot validate", new Problem(ProblemCode.PathNotFound, "There is no such file or folder."));
            }

            var read = ControlRepository.Read(source.Tree, source.Path, token);

            // The project "default" is there even when nobody writes it.
            objects += read.Applications.Count + read.Projects.Count(p => p.Name != "default") + read.Clusters.Count + read.Repositories.Count + read.Invalid.Count;
            problems.AddRange(read.Problems.Select(source.Placed));
        }

        terminal.Print(AnswerText.Of(Answer(problems), OutputOption.Of(parsed, Format)));
        var errors = problems.Count(p => p.Severity == ProblemSeverity.Error);
        terminal.Notes.WriteLine(objects == 0 && errors == 0
            ? "⚠ Nothing was checked: there is no Application, project, cluster or repository."
            : $"{(errors == 0 ? "✔" : "✖")} {Count(objects, "definition")}, {Count(errors, "error")}, {Count(problems.Count - errors, "warning")}");
        return errors == 0 ? ExitCode.Done : ExitCode.No;
    }

    /// <summary>The problems in every form.</summary>
    internal static Answer Answer(IReadOnlyList<Problem> problems)
    {
        var items = problems.Select(Item).ToList();
        var errors = problems.Count(p => p.Severity == ProblemSeverity.Error);
        return new Answer(new MapNode().With("v", 1).With("errors", errors).With("warnings", problems.Count - errors).With("problems", new ListNode(items)), items)
        {
            Table = () => string.Concat(problems.Select(p => $"{(p.Severity == ProblemSeverity.Error ? "✖" : "⚠")} {ProblemText.Line(p)}\n")),
            Name = item => $"{item.Text("file")}:{item.Text("line")}:{item.Text("column")}",
        };
    }

    private static MapNode Item(Problem problem)
    {
        var item = new MapNode().With("severity", problem.Severity == ProblemSeverity.Error ? "error" : "warning").With("code", problem.Code).With("file", problem.File);
        if (problem.Position.IsKnown)
        {
            item.With("line", problem.Position.Line).With("column", problem.Position.Column);
        }

        return item.With("field", problem.Field).With("message", problem.Message).With("hint", problem.Hint);
    }

    private static string Count(int number, string word) => $"{number} {word}{(number == 1 ? "" : "s")}";
}
