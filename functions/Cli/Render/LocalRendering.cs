using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Functions.Cli.Files;
using Plumbline.Git.Folders;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;

namespace Plumbline.Functions.Cli.Render;

/// <summary>Renders from files of this machine.</summary>
/// <param name="terminal">Where the user stands.</param>
/// <param name="kubeVersion">Version of Kubernetes that charts see; empty for the engines' default.</param>
/// <param name="token">Ends it.</param>
internal sealed class LocalRendering(Terminal terminal, string kubeVersion, CancellationToken token)
{
    private static readonly HashSet<string> Schemes = new(StringComparer.Ordinal) { "https", "http" };

    private readonly SourceRenderer _renderer = new(terminal.Clock, DirectoryLimits.Default);

    /// <summary>What came of it; files of problems and objects as the user would name them.</summary>
    /// <param name="Objects">The objects; empty when there is an error.</param>
    /// <param name="Problems">Errors and warnings.</param>
    public sealed record Rendered(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<Problem> Problems);

    /// <summary>The objects of a folder in the order of its engine, as they are written.</summary>
    public Rendered Folder(string name, string? release, string @namespace)
    {
        var source = NamedSource.Open(name, terminal.Folder, ExitCode.Failed);
        if (source.Tree.Find(source.Path) is not { Kind: SourceEntryKind.Folder })
        {
            throw new CommandFailedException(ExitCode.NotFound, $"{name}: cannot render", new Problem(ProblemCode.PathNotFound, "There is no such folder."));
        }

        var output = new FolderRender(_renderer) { KubeVersion = kubeVersion }.Run(source.Tree, source.Path, release ?? ReleaseOf(source.Path), @namespace, token);
        return new Rendered([.. output.Objects.Select(o => Shown(o, source))], [.. output.Problems.Select(source.Placed)]);
    }

    /// <summary>The objects of an Application as they would be applied: namespaces settled, repeats resolved, whose they are written on them.</summary>
    public Rendered Application(string name, string control, IReadOnlyList<string> local)
    {
        var definition = NamedSource.Open(control, terminal.Folder, ExitCode.Usage);
        var configuration = ControlRepository.Read(definition.Tree, definition.Path, token);
        if (configuration.Applications.FirstOrDefault(a => a.Name == name) is not { } application)
        {
            var wrong = configuration.Invalid.FirstOrDefault(i => i.Name == name)?.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(definition.Placed).ToList();
            throw wrong is { Count: > 0 } ? new CommandFailedException(ExitCode.Failed, $"{name}: cannot render", wrong) : Unknown(name, control);
        }

        var output = _renderer.Render(new RenderInput(application, [.. application.Sources.Select(s => FilesOf(s, local, name))]) { KubeVersion = kubeVersion }, token);
        var problems = output.Problems.Select(Placed).ToList();
        if (!output.Succeeded)
        {
            return new Rendered([], problems);
        }

        var targets = TargetNormalizer.Normalize(application, output.Objects, BuiltInScopes.Of);
        return new Rendered(targets.Objects, [.. problems, .. targets.Problems]);

        // What is wrong with the Application itself is in its own file.
        Problem Placed(Problem problem) => problem.File is null ? definition.Placed(problem.InFile(application.Origin.File)) : problem;
    }

    private SourceFiles FilesOf(ApplicationSource source, IReadOnlyList<string> local, string name)
    {
        string? folder = null;
        foreach (var written in local)
        {
            // A URL may itself hold an equals sign; a folder's name rarely does.
            var split = written.LastIndexOf('=');
            if (split < 0)
            {
                folder ??= written;
            }
            else if (IsSame(written[..split], source.RepoUrl))
            {
                folder = written[(split + 1)..];
                break;
            }
        }

        if (folder is null)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{name}: cannot render", new Problem(CliProblem.Usage, $"The files of {source.RepoUrl} are not here.")
            {
                Field = source.Field,
                Hint = $"Say where they are: --local {source.RepoUrl}=DIR.",
            });
        }

        var path = terminal.Folder.On(folder);
        if (Directory.Exists(path))
        {
            return new SourceFiles(new FolderSourceTree(WorkingFolder.Real(path), DiskSourceTree.MostFileBytes), source.TargetRevision.Length > 0 ? source.TargetRevision : "HEAD");
        }

        var commit = folder.Contains(':', StringComparison.Ordinal) ? NamedSource.Open(folder, terminal.Folder, ExitCode.Failed) : null;
        return commit is { Path.IsRoot: true }
            ? new SourceFiles(commit.Tree, commit.Tree.Id)
            : throw new CommandFailedException(ExitCode.NotFound, $"{name}: cannot render", new Problem(ProblemCode.PathNotFound, "There is no such folder, or it is not the top of its repository.") { Field = $"--local {folder}" });
    }

    private static bool IsSame(string written, string url) =>
        written == url || (RepositoryUrl.TryParse(written, Schemes, out var one, out _) && RepositoryUrl.TryParse(url, Schemes, out var other, out _) && one.Key == other.Key);

    private static KubernetesObject Shown(KubernetesObject item, NamedSource source) =>
        item.Origin is { } origin && RepoPath.TryParse(origin.File, out var file, out _) ? new KubernetesObject(item.Root) { Origin = origin with { File = source.Show(file) } } : item;

    private static CommandFailedException Unknown(string name, string control) => new(
        ExitCode.NotFound,
        $"{name}: cannot render",
        new Problem(CliProblem.NotFound, $"There is no folder {name} here, and no Application of that name in {(control == "." ? "the files of this folder" : control)}.")
        {
            Hint = "Name the folder or file with the Applications: --control PATH.",
        });

    // Names of folders are mostly fit for a release; where not, Helm's own default is.
    private static string ReleaseOf(RepoPath folder)
    {
        var name = folder.Name.ToLowerInvariant();
        return name.Length is > 0 and <= 53 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && name[0] != '-' && name[^1] != '-' ? name : "release-name";
    }
}
