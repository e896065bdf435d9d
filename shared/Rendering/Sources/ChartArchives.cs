using Plumbline.Core.Charts;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Sources;

/// <summary>Opens packaged charts and keeps the most recently used ones by digest, for all Applications. Safe for concurrent use.</summary>
/// <param name="mostBytes">Most bytes of unpacked charts kept. Default 128 MiB.</param>
public sealed class ChartArchives(long mostBytes = 128L * 1024 * 1024) : IChartArchives
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Digest, ISourceTree Tree, long Bytes)>> _byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Digest, ISourceTree Tree, long Bytes)> _recent = new();
    private long _bytes;

    /// <inheritdoc/>
    public ISourceTree Open(string name, ChartArchiveFile archive)
    {
        lock (_lock)
        {
            if (_byDigest.TryGetValue(archive.Digest, out var known))
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                return known.Value.Tree;
            }
        }

        var tree = HelmChartArchive.Open(name, archive.Bytes);
        Keep(archive.Digest, tree, SizeOf(tree, RepoPath.Root));
        return tree;
    }

    private static long SizeOf(ISourceTree tree, RepoPath folder) =>
        tree.List(folder).Sum(e => e.Kind == SourceEntryKind.Folder ? SizeOf(tree, e.Path) : e.Size + 256);

    private void Keep(string digest, ISourceTree tree, long bytes)
    {
        lock (_lock)
        {
            if (_byDigest.ContainsKey(digest))
            {
                return;
            }

            _byDigest[digest] = _recent.AddFirst((digest, tree, bytes));
            _bytes += bytes;
            while (_recent.Count > 1 && _bytes > mostBytes)
            {
                var last = _recent.Last!.Value;
                _recent.RemoveLast();
                _byDigest.Remove(last.Digest);
                _bytes -= last.Bytes;
            }
        }
    }
}
