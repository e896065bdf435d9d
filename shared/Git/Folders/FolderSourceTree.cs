using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Git.Folders;

/// <summary>
/// The files of a plain folder, for rendering what was not pushed yet. Links are reported as links and not followed, so nothing outside the folder is read;
/// <c>.git</c> is left out. Files are taken as they are at the first look at each; a content id is the hash of the bytes, made when the entry is asked for.
/// </summary>
/// <param name="root">An existing folder.</param>
/// <param name="mostFileBytes">Size of a file that is read.</param>
public sealed class FolderSourceTree(string root, long mostFileBytes) : ISourceTree
{
    private readonly string _root = Path.GetFullPath(root);
    private readonly ConcurrentDictionary<RepoPath, IReadOnlyList<SourceEntry>?> _folders = new();
    private readonly ConcurrentDictionary<RepoPath, ReadOnlyMemory<byte>> _files = new();

    /// <summary>Names the folder, not its content: it changes under us.</summary>
    public string Id => $"folder:{_root}";

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        if (path.IsRoot)
        {
            return new SourceEntry(path, SourceEntryKind.Folder, Id, 0);
        }

        return Folder(path.Parent)?.FirstOrDefault(e => e.Path == path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder) => Folder(folder) ?? [];

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file)
    {
        if (Find(file) is not { Kind: SourceEntryKind.File or SourceEntryKind.Link } entry)
        {
            throw new FileNotFoundException("no such file in the source", file.Value);
        }

        return entry.Size > mostFileBytes
            ? throw new ProblemException(new Problem(GitProblem.FileTooLarge, $"The file has {entry.Size} bytes; at most {mostFileBytes} are read.") { File = file.Value })
            : _files.GetOrAdd(file, Load);
    }

    // A folder counts only when each step to it is a real folder, so no link is walked through.
    private IReadOnlyList<SourceEntry>? Folder(RepoPath folder)
    {
        if (_folders.TryGetValue(folder, out var known))
        {
            return known;
        }

        var exists = folder.IsRoot || Folder(folder.Parent)?.FirstOrDefault(e => e.Path == folder) is { Kind: SourceEntryKind.Folder };
        return _folders.GetOrAdd(folder, exists ? Load(folder, new DirectoryInfo(OnDisk(folder))) : null);
    }

    private List<SourceEntry> Load(RepoPath folder, DirectoryInfo directory)
    {
        var entries = new List<SourceEntry>();
        foreach (var found in directory.EnumerateFileSystemInfos())
        {
            if (found.Name != ".git" && !found.Name.Contains('\\', StringComparison.Ordinal))
            {
                entries.Add(Entry(folder.Child(found.Name), found));
            }
        }

        entries.Sort((a, b) => a.Path.CompareTo(b.Path));
        return entries;
    }

    private SourceEntry Entry(RepoPath path, FileSystemInfo found)
    {
        if (found.LinkTarget is { } target)
        {
            return new SourceEntry(path, SourceEntryKind.Link, Hash(Encoding.UTF8.GetBytes(target)), 0);
        }

        return found is FileInfo file
            ? new SourceEntry(path, SourceEntryKind.File, file.Length > mostFileBytes ? $"{file.Length}" : Hash(_files.GetOrAdd(path, Load).Span), file.Length)
            : new SourceEntry(path, SourceEntryKind.Folder, $"{Id}:{path.Value}", 0);
    }

    private ReadOnlyMemory<byte> Load(RepoPath file)
    {
        var disk = new FileInfo(OnDisk(file));
        return disk.LinkTarget is { } target ? Encoding.UTF8.GetBytes(target) : File.ReadAllBytes(disk.FullName);
    }

    private string OnDisk(RepoPath path) => Path.Combine(_root, path.Value);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
