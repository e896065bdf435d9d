using System.Collections.Concurrent;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Git;

namespace Plumbline.Functions.Cli.Files;

/// <summary>
/// The whole disk as a source, for commands of the user on the user's own files: a chart beside a values file elsewhere, an overlay whose base lies
/// further up. Nothing is read before it is asked for. Content ids are path, size and time of change, which hold for as long as one command runs.
/// </summary>
/// <param name="root">The root of the disk.</param>
/// <param name="followLinks">True: links are what they lead to, as Helm sees them. False: links are links, and nothing below one is found, as in a commit.</param>
internal sealed class DiskSourceTree(string root, bool followLinks) : ISourceTree
{
    private readonly ConcurrentDictionary<RepoPath, bool> _realFolders = new();

    /// <summary>Size of a file that is read.</summary>
    public const long MostFileBytes = 64L << 20;

    /// <inheritdoc/>
    public string Id => "disk";

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        if (path.IsRoot)
        {
            return new SourceEntry(path, SourceEntryKind.Folder, Id, 0);
        }

        return followLinks || IsRealFolder(path.Parent) ? Reading(path, () => Entry(path, new FileInfo(OnDisk(path)))) : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder)
    {
        if (Find(folder) is not { Kind: SourceEntryKind.Folder })
        {
            return [];
        }

        var entries = new List<SourceEntry>();
        foreach (var found in Reading(folder, () => Directory.GetFileSystemEntries(OnDisk(folder))))
        {
            var name = Path.GetFileName(found);
            if (name != ".git" && !name.Contains('\\', StringComparison.Ordinal) && Entry(folder.Child(name), new FileInfo(found)) is { } entry)
            {
                entries.Add(entry);
            }
        }

        entries.Sort((a, b) => a.Path.CompareTo(b.Path));
        return entries;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file)
    {
        if (Find(file) is not { Kind: SourceEntryKind.File or SourceEntryKind.Link } entry)
        {
            throw new FileNotFoundException("no such file in the source", file.Value);
        }

        if (entry.Size > MostFileBytes)
        {
            throw new ProblemException(new Problem(GitProblem.FileTooLarge, $"The file has {entry.Size} bytes; at most {MostFileBytes} are read.") { File = file.Value });
        }

        return Reading(file, () => entry.Kind == SourceEntryKind.Link
            ? System.Text.Encoding.UTF8.GetBytes(new FileInfo(OnDisk(file)).LinkTarget ?? "")
            : File.ReadAllBytes(OnDisk(file)));
    }

    // Each step of the way has to be a folder and no link; the way is long and asked for often, so it is remembered.
    private bool IsRealFolder(RepoPath path) => path.IsRoot || _realFolders.GetOrAdd(path, p => Find(p) is { Kind: SourceEntryKind.Folder });

    private SourceEntry? Entry(RepoPath path, FileInfo file)
    {
        if (!followLinks && file.LinkTarget is not null)
        {
            return new SourceEntry(path, SourceEntryKind.Link, $"{path}>{file.LinkTarget}", 0);
        }

        // Looking through a link needs the target's own size and time.
        var seen = file.LinkTarget is null ? file : Target(file);
        return seen is null ? null
            : Directory.Exists(seen.FullName) ? new SourceEntry(path, SourceEntryKind.Folder, $"{path}/", 0)
            : File.Exists(seen.FullName) ? new SourceEntry(path, SourceEntryKind.File, $"{path}:{seen.Length}:{seen.LastWriteTimeUtc.Ticks}", seen.Length)
            : null;
    }

    // Null where the link leads nowhere. What a shell names /dev/fd/63 leads to a pipe, which has no name of its own and is read through the link.
    private static FileInfo? Target(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } target && Path.Exists(target.FullName) ? new FileInfo(target.FullName)
                : link.FullName.StartsWith("/dev/fd/", StringComparison.Ordinal) ? link
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static T Reading<T>(RepoPath path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem(CliProblem.File, $"It cannot be read: {e.Message}") { File = path.Value });
        }
    }

    private string OnDisk(RepoPath path) => Path.Combine(root, path.Value);
}
