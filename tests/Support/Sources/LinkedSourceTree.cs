using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Support.Sources;

/// <summary>A source tree with symbolic links and submodules laid over another one.</summary>
public sealed class LinkedSourceTree : ISourceTree
{
    private readonly MemorySourceTree _files;
    private readonly Dictionary<RepoPath, string> _links;
    private readonly HashSet<RepoPath> _submodules;

    /// <summary>Lays links (target by path) and submodules over files.</summary>
    public LinkedSourceTree(IEnumerable<(string Path, string Text)> files, IEnumerable<(string Path, string Target)> links, params IEnumerable<string> submodules)
    {
        _links = links.ToDictionary(l => RepoPath.Parse(l.Path), l => l.Target);
        _submodules = [.. submodules.Select(RepoPath.Parse)];
        _files = MemorySourceTree.Of([.. files, .. _links.Select(l => (l.Key.Value, l.Value)), .. _submodules.Select(s => (s.Value, ""))]);
    }

    /// <inheritdoc/>
    public string Id => _files.Id;

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path) => _files.Find(path) is { } entry ? Typed(entry) : null;

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder) => [.. _files.List(folder).Select(Typed)];

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file) => _links.TryGetValue(file, out var target) ? Encoding.UTF8.GetBytes(target) : _files.Read(file);

    private SourceEntry Typed(SourceEntry entry) =>
        _links.ContainsKey(entry.Path) ? entry with { Kind = SourceEntryKind.Link, Size = 0 }
        : _submodules.Contains(entry.Path) ? entry with { Kind = SourceEntryKind.Submodule, Size = 0 }
        : entry;
}
