using System.Runtime.InteropServices;
using Plumbline.Core.Sources;

namespace Plumbline.Sync.ReadSets;

/// <summary>
/// The read sets of one repository, by mark: which applications can a change touch? The cost of a question is that of the changed paths,
/// not of the applications (design §2.3). Immutable.
/// </summary>
internal sealed class ReadSetIndex
{
    private readonly Dictionary<ulong, List<int>> _marks = [];
    private readonly Dictionary<ulong, List<(int Entry, ulong Held)>> _listings = [];
    private readonly IReadOnlyList<ReadSetEntry> _entries;

    public ReadSetIndex(IEnumerable<ReadSetEntry> entries)
    {
        _entries = [.. entries.Where(e => e.Revision is not null)];
        for (var i = 0; i < _entries.Count; i++)
        {
            foreach (var mark in _entries[i].Marks)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_marks, mark, out _) ??= new(1)).Add(i);
            }

            foreach (var (folder, held) in _entries[i].Listings)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_listings, folder, out _) ??= new(1)).Add((i, held));
            }
        }
    }

    public int Count => _entries.Count;

    /// <summary>The applications that track <paramref name="revision"/>, whatever they looked at.</summary>
    public IReadOnlyCollection<string> Tracking(string revision) =>
        new SortedSet<string>(_entries.Where(e => e.Revision == revision).Select(e => e.App), StringComparer.Ordinal);

    /// <summary>The applications tracking <paramref name="revision"/> whose read set meets <paramref name="changed"/> in the new <paramref name="tree"/>, with the first path that met it.</summary>
    public IReadOnlyDictionary<string, string> Affected(string revision, IEnumerable<RepoPath> changed, ISourceTree tree)
    {
        var affected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<RepoPath>();
        foreach (var path in changed)
        {
            Hit(_marks, PathMark.Of(PathMark.File, path.Value), revision, path, affected);
            for (var at = path; seen.Add(at); at = at.Parent)
            {
                var entry = tree.Find(at);
                if (entry is not null)
                {
                    Hit(_marks, PathMark.Of(PathMark.Miss, at.Value), revision, path, affected);
                }

                if (entry?.Kind != SourceEntryKind.Folder)
                {
                    Hit(_marks, PathMark.Of(PathMark.Folder, at.Value), revision, path, affected);
                }

                HitListing(at, revision, path, tree, affected);
                if (at.IsRoot)
                {
                    break;
                }
            }
        }

        return affected;
    }

    private void Hit(Dictionary<ulong, List<int>> index, ulong mark, string revision, RepoPath path, SortedDictionary<string, string> affected)
    {
        foreach (var entry in index.GetValueOrDefault(mark) ?? [])
        {
            if (_entries[entry].Revision == revision)
            {
                affected.TryAdd(_entries[entry].App, path.Value);
            }
        }
    }

    private void HitListing(RepoPath folder, string revision, RepoPath path, ISourceTree tree, SortedDictionary<string, string> affected)
    {
        if (!_listings.TryGetValue(PathMark.Of(PathMark.Listing, folder.Value), out var listed))
        {
            return;
        }

        var now = PathMark.OfListing(RecordingSourceTree.ListingId(tree.List(folder)));
        foreach (var (entry, held) in listed)
        {
            if (held != now && _entries[entry].Revision == revision)
            {
                affected.TryAdd(_entries[entry].App, path.Value);
            }
        }
    }
}
