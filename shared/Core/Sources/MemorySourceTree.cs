using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Sources;

/// <summary>A source tree held in memory: what an archive unpacks into, and what tests write.</summary>
public sealed class MemorySourceTree : ISourceTree
{
    private readonly Dictionary<RepoPath, (SourceEntry Entry, ReadOnlyMemory<byte> Bytes)> _files = [];
    private readonly Dictionary<RepoPath, SortedDictionary<string, SourceEntry>> _folders = [];

    /// <summary>A tree of <paramref name="files"/>; folders follow from the paths.</summary>
    /// <exception cref="ProblemException">A path is both a file and a folder.</exception>
    public MemorySourceTree(IEnumerable<KeyValuePair<RepoPath, ReadOnlyMemory<byte>>> files)
    {
        _folders[RepoPath.Root] = new(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entries = new List<(SourceEntry Entry, ReadOnlyMemory<byte> Bytes)>();
        foreach (var (path, bytes) in files.OrderBy(f => f.Key))
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            hash.AppendData(Encoding.UTF8.GetBytes($"{path.Value}\0{id}\n"));
            entries.Add((new SourceEntry(path, SourceEntryKind.File, id, bytes.Length), bytes));
        }

        Id = Convert.ToHexStringLower(hash.GetHashAndReset());
        foreach (var (entry, bytes) in entries)
        {
            Add(entry.Path, entry, bytes);
        }
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>A tree of texts by path, for tests and snippets.</summary>
    /// <exception cref="ArgumentException">A path is malformed.</exception>
    public static MemorySourceTree Of(params IEnumerable<(string Path, string Text)> files) =>
        new(files.Select(f => KeyValuePair.Create(RepoPath.Parse(f.Path), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.Text))));

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path) =>
        _files.TryGetValue(path, out var file) ? file.Entry : _folders.ContainsKey(path) ? Folder(path) : null;

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder) =>
        _folders.TryGetValue(folder, out var children) ? [.. children.Values] : [];

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file) =>
        _files.TryGetValue(file, out var found) ? found.Bytes : throw new FileNotFoundException("no such file in the source", file.Value);

    private void Add(RepoPath path, SourceEntry entry, ReadOnlyMemory<byte> bytes)
    {
        if (path.IsRoot || _folders.ContainsKey(path))
        {
            throw new ProblemException(new Problem(ProblemCode.PathInvalid, $"'{path}' is both a file and a folder."));
        }

        _files[path] = (entry, bytes);
        for (var child = entry; ;)
        {
            var parent = child.Path.Parent;
            if (_files.ContainsKey(parent))
            {
                throw new ProblemException(new Problem(ProblemCode.PathInvalid, $"'{parent}' is both a file and a folder."));
            }

            var known = _folders.TryGetValue(parent, out var children);
            children ??= _folders[parent] = new(StringComparer.Ordinal);
            children[child.Path.Name] = child;
            if (known)
            {
                return;
            }

            child = Folder(parent);
        }
    }

    // No subtree is hashed apart: the tree's own id stands for all of them.
    private SourceEntry Folder(RepoPath path) => new(path, SourceEntryKind.Folder, $"{Id}:{path.Value}", 0);
}
