using Plumbline.Core.Charts;

namespace Plumbline.Helm.Repositories;

/// <summary>The most recently used archives by digest, in the process, so that most renders ask nobody. Safe for concurrent use.</summary>
internal sealed class RecentArchives(long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<ChartArchiveFile>> _byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<ChartArchiveFile> _recent = new();
    private long _bytes;

    /// <summary>The archive; null when it is not here.</summary>
    public ChartArchiveFile? Find(string digest)
    {
        lock (_lock)
        {
            if (!_byDigest.TryGetValue(digest, out var node))
            {
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Keeps an archive, in place of those that were not used for longest.</summary>
    public ChartArchiveFile Keep(ChartArchiveFile archive)
    {
        lock (_lock)
        {
            if (_byDigest.TryGetValue(archive.Digest, out var known))
            {
                return known.Value;
            }

            _byDigest[archive.Digest] = _recent.AddFirst(archive);
            _bytes += archive.Bytes.Length;
            while (_recent.Count > 1 && _bytes > mostBytes)
            {
                var last = _recent.Last!.Value;
                _recent.RemoveLast();
                _byDigest.Remove(last.Digest);
                _bytes -= last.Bytes.Length;
            }
        }

        return archive;
    }
}
