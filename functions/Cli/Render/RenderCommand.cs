using System.CommandLine;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Files;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Render;

/// <summary><c>plumb render DIR|APP</c>: the objects of a folder, or of an Application, without any server or cluster.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string> Source = new("DIR|APP")
    {
        Description = "A folder (chart, kustomization or manifests), REPO.git:REVISION:PATH, or the name of an Application. Default: this folder.",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> Control = new("--control") { Description = "Where Applications are defined: a folder or file. Default: this folder.", HelpName = "PATH" };

    private static readonly Option<string[]> Local = new("--local")
    {
        Description = "Files of an Application's repository: DIR for all its sources, URL=DIR for one; may be repeated.",
        HelpName = "[URL=]DIR",
    };

    private static readonly Option<string?> Release = new("--name") { Description = "Release name for the chart of a DIR. Default: the folder's name.", HelpName = "NAME" };
    private static readonly Option<string?> Space = new("--namespace", "-n") { Description = "Namespace for the chart of a DIR. Default: none.", HelpName = "NAME" };
    private static readonly Option<string?> KubeVersion = new("--kube-version") { Description = "Version of Kubernetes that charts see.", HelpName = "VERSION" };
    private static readonly Option<string> Format = OutputOption.Create(OutputFormat.Yaml);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("render", "Prints the objects of a folder or of an Application; needs no server.") { Source, Control, Local, Release, Space, KubeVersion, Format };
        Source.RefuseFlags();
        command.SetAction((parsed, token) => Task.FromResult(Run(parsed, terminal, token)));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal, CancellationToken token)
    {
        var name = parsed.GetRequiredValue(Source);
        var rendering = new LocalRendering(terminal, parsed.GetValue(KubeVersion) ?? "", token);
        var rendered = IsApplication(name, parsed, terminal)
            ? rendering.Application(name, parsed.GetValue(Control) ?? ".", parsed.GetValue(Local) ?? [])
            : rendering.Folder(name, parsed.GetValue(Release), parsed.GetValue(Space) ?? "");
        foreach (var problem in rendered.Problems.Where(p => p.Severity == ProblemSeverity.Warning))
        {
            terminal.Notes.Write(ProblemText.Warning(problem));
        }

        if (rendered.Problems.Where(p => p.Severity == ProblemSeverity.Error).ToList() is { Count: > 0 } errors)
        {
            throw new CommandFailedException(ExitCode.Failed, $"{name}: cannot render", errors);
        }

        if (rendered.Objects.Count == 0)
        {
            terminal.Notes.WriteLine($"⚠ {name} has no objects.");
        }

        terminal.Print(AnswerText.Of(Answer(rendered.Objects), OutputOption.Of(parsed, Format)));
        return ExitCode.Done;
    }

    // What looks like a path is one; so is what exists. Only a bare name that is no folder can be an Application.
    private static bool IsApplication(string name, ParseResult parsed, Terminal terminal) =>
        parsed.GetValue(Control) is not null || (name.IndexOfAny(['/', ':', '\\']) < 0 && name is not ("." or "..") && !Path.Exists(terminal.Folder.On(name)));

    private static Answer Answer(IReadOnlyList<KubernetesObject> objects)
    {
        var roots = objects.Select(o => o.Root).ToList();
        return new Answer(new MapNode().With("v", 1).With("items", new ListNode(roots)), roots)
        {
            Table = () => TextTable.Of(["KIND", "NAMESPACE", "NAME", "FROM"], objects.Select(o => (IReadOnlyList<string>)[Kind(o), o.Namespace, o.Name, From(o)])),
            Name = root => $"{Kind(new KubernetesObject(root)).ToLowerInvariant()}/{new KubernetesObject(root).Name}",
            YamlIsDocuments = true,
        };
    }

    private static string Kind(KubernetesObject item) => item.Group.Length == 0 ? item.Kind : $"{item.Kind}.{item.Group}";

    private static string From(KubernetesObject item) =>
        item.Origin is not { } origin ? "" : origin.Position.IsKnown ? $"{origin.File}:{origin.Position.Line}" : origin.File;
}
