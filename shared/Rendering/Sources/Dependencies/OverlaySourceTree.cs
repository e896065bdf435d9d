using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Sources.Dependencies;

/// <summary>A source tree with files laid into one folder of it. The tree below is not changed, and what is looked up can be told in its terms.</summary>
internal sealed class OverlaySourceTree : ISourceTree
{
    private readonly ISourceTree _below;
    private readonly RepoPath _folder;
    private readonly SortedDictionary<string, (SourceEntry Entry, ReadOnlyMemory<byte> Bytes)> _added = new(StringComparer.Ordinal);
    private readonly string _mark;

    /// <summary>Lays files over a tree.</summary>
    /// <param name="below">The tree.</param>
    /// <param name="folder">The folder they go into; made where it is missing.</param>
    /// <param name="files">Content by name. A file of the tree with the same name is covered.</param>
    public OverlaySourceTree(ISourceTree below, RepoPath folder, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        _below = below;
        _folder = folder;
        var ids = new StringBuilder();
        foreach (var (name, bytes) in files)
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            _added[name] = (new SourceEntry(folder.Child(name), SourceEntryKind.File, id, bytes.Length), bytes);
        }

        foreach (var (name, file) in _added)
        {
            _ = ids.Append(name).Append('\0').Append(file.Entry.ContentId).Append('\n');
        }

        _mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ids.ToString())))[..32];
        Id = $"{below.Id}+{_mark}";
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        if (Added(path) is { } file)
        {
            return file.Entry;
        }

        var entry = _below.Find(path);
        if (!_folder.IsIn(path))
        {
            return entry;
        }

        // The folder and those above it hold something else than in the tree below.
        return entry is null ? new SourceEntry(path, SourceEntryKind.Folder, $"{Id}:{path.Value}", 0)
            : entry.Kind == SourceEntryKind.Folder ? entry with { ContentId = $"{(entry.ContentId.Length > 0 ? entry.ContentId : _below.Id)}+{_mark}" }
            : entry;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder)
    {
        var entries = _below.List(folder);
        if (folder == _folder)
        {
            return [.. entries.Where(e => !_added.ContainsKey(e.Path.Name)).Concat(_added.Values.Select(a => a.Entry)).OrderBy(e => e.Path.Name, StringComparer.Ordinal)];
        }

        if (!_folder.IsIn(folder))
        {
            return entries;
        }

        var next = folder.Child((folder.IsRoot ? _folder.Value : _folder.Value[(folder.Value.Length + 1)..]).Split('/')[0]);
        return [.. entries.Where(e => e.Path != next).Append(Find(next)!).OrderBy(e => e.Path.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file) => Added(file) is { } added ? added.Bytes : _below.Read(file);

    /// <summary>What a render over this tree looked at, as a render over the tree below would have seen it: later commits are compared with that.</summary>
    public ReadSet Below(ReadSet reads)
    {
        var below = new RecordingSourceTree(_below);
        foreach (var path in reads.Files.Keys.Where(p => Added(p) is not null || _folder.IsIn(p)))
        {
            _ = below.Find(path);
        }

        foreach (var folder in reads.Listings.Keys.Where(_folder.IsIn))
        {
            _ = below.List(folder);
        }

        below.Include(new ReadSet(
            reads.Files.Where(f => Added(f.Key) is null && !_folder.IsIn(f.Key)).ToDictionary(),
            reads.Listings.Where(l => !_folder.IsIn(l.Key)).ToDictionary(),
            reads.Misses));
        return below.Reads;
    }

    private (SourceEntry Entry, ReadOnlyMemory<byte> Bytes)? Added(RepoPath path) =>
        !path.IsRoot && path.Parent == _folder && _added.TryGetValue(path.Name, out var file) ? file : null;
}
