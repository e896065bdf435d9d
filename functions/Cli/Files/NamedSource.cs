using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Git;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Functions.Cli.Files;

/// <summary>A folder to render as a user names it: a path, or <c>REPO.git:REVISION:PATH</c>.</summary>
/// <param name="Tree">The files.</param>
/// <param name="Path">The folder (or file) in them.</param>
/// <param name="Show">Writes a path of the tree as the user would.</param>
internal sealed record NamedSource(ISourceTree Tree, RepoPath Path, Func<RepoPath, string> Show)
{
    /// <summary>Opens what <paramref name="text"/> names.</summary>
    /// <param name="text">As written.</param>
    /// <param name="folder">Where the user stands.</param>
    /// <param name="exit">Exit code when it cannot be opened.</param>
    /// <exception cref="CommandFailedException">There is no such repository or commit, or it is on another machine.</exception>
    public static NamedSource Open(string text, WorkingFolder folder, int exit)
    {
        if (FindCommit(text, folder, exit) is { } commit)
        {
            return commit;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            throw new CommandFailedException(exit, $"cannot read {text}", new Problem(KustomizeProblem.Refused, "This command reads no remote repositories.")
            {
                Hint = "Clone it and name its folder, or REPO.git:REVISION:PATH.",
            });
        }

        return new NamedSource(new DiskSourceTree(System.IO.Path.GetPathRoot(folder.Full)!, followLinks: false), folder.Find(text), folder.Show);
    }

    /// <summary>Opens <c>REPO.git:REVISION:PATH</c>; null where <paramref name="text"/> is a path, or is not of that form.</summary>
    /// <param name="text">As written.</param>
    /// <param name="folder">Where the user stands.</param>
    /// <param name="exit">Exit code when it cannot be opened.</param>
    /// <exception cref="CommandFailedException">There is no such commit.</exception>
    public static NamedSource? FindCommit(string text, WorkingFolder folder, int exit) =>
        !System.IO.Path.Exists(folder.On(text)) && SplitGit(text, folder) is var (repository, revision, path)
            ? OpenCommit(text, folder.On(repository), revision, path, exit)
            : null;

    /// <summary>The problem with its file as the user would write it.</summary>
    public Problem Placed(Problem problem) =>
        problem.File is { } file && RepoPath.TryParse(file, out var path, out _) ? problem with { File = Show(path) } : problem;

    private static NamedSource OpenCommit(string text, string repository, string revision, string path, int exit)
    {
        if (!RepoPath.TryParse(path, out var inside, out var reason))
        {
            throw new CommandFailedException(exit, $"cannot read {text}", new Problem(ProblemCode.PathInvalid, $"The path is not usable: {reason}."));
        }

        try
        {
            return new NamedSource(LocalRepository.Open(repository, revision, DiskSourceTree.MostFileBytes), inside, p => p.IsRoot ? "." : p.Value);
        }
        catch (GitException e)
        {
            throw new CommandFailedException(exit, $"cannot read {text}", new Problem(e.Failure.ToString(), e.Message));
        }
    }

    // The first colon behind an existing folder ends the repository's name; a revision holds no colon.
    private static (string Repository, string Revision, string Path)? SplitGit(string text, WorkingFolder folder)
    {
        for (var i = text.IndexOf(':', StringComparison.Ordinal); i > 0; i = text.IndexOf(':', i + 1))
        {
            var next = text.IndexOf(':', i + 1);
            if (next > i + 1 && Directory.Exists(folder.On(text[..i])))
            {
                return (text[..i], text[(i + 1)..next], text[(next + 1)..]);
            }
        }

        return null;
    }
}
