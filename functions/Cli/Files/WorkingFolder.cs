using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Functions.Cli.Files;

/// <summary>The folder the user stands in. Paths of a <see cref="DiskSourceTree"/> start at the root of the disk; users read and write them from here.</summary>
internal sealed class WorkingFolder
{
    private WorkingFolder(string real) => Full = real;

    /// <summary>Full path without links.</summary>
    public string Full { get; }

    /// <summary>The same as a path of a <see cref="DiskSourceTree"/>.</summary>
    public RepoPath Path => InTree(Full);

    /// <summary>The folder at <paramref name="path"/>.</summary>
    public static WorkingFolder At(string path) => new(Real(path));

    /// <summary>The full path of what the user names, links not resolved.</summary>
    public string On(string path) => System.IO.Path.GetFullPath(path, Full);

    /// <summary>What the user names as a path of a <see cref="DiskSourceTree"/>, links resolved.</summary>
    /// <exception cref="CommandFailedException">The name has characters that no source may have.</exception>
    public RepoPath Find(string path) => InTree(Real(On(path)));

    /// <summary>A path of a <see cref="DiskSourceTree"/> as the user would write it: from here where it lies below, else from the root.</summary>
    public string Show(RepoPath path) =>
        path == Path ? "." : path.IsIn(Path) ? path.Value[(Path.IsRoot ? 0 : Path.Value.Length + 1)..] : $"/{path.Value}";

    /// <summary>The problem with its file as the user would write it.</summary>
    public Problem Show(Problem problem) =>
        problem.File is { } file && RepoPath.TryParse(file, out var path, out _) ? problem with { File = Show(path) } : problem;

    /// <summary>The path with every link on the way resolved; what does not exist stays as written.</summary>
    public static string Real(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var real = System.IO.Path.GetPathRoot(full) ?? "/";
        foreach (var segment in full[real.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = System.IO.Path.Combine(real, segment);
            try
            {
                real = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : next;
            }
            catch (IOException)
            {
                // A circle of links, or a folder that may not be looked at: the reader says so when it gets there.
                real = next;
            }
        }

        return real;
    }

    private static RepoPath InTree(string full) => RepoPath.TryParse(full[(System.IO.Path.GetPathRoot(full)?.Length ?? 0)..], out var path, out var reason)
        ? path
        : throw new CommandFailedException(ExitCode.Usage, $"cannot use {full}", new Problem(ProblemCode.PathInvalid, $"The path is not usable: {reason}."));
}
