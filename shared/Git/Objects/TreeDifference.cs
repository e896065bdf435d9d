using Plumbline.Core.Git;
using Plumbline.Core.Sources;

namespace Plumbline.Git.Objects;

/// <summary>The paths that differ between two trees. Equal subtrees are never read.</summary>
internal sealed class TreeDifference(ObjectStore store, TreeLimits limits)
{
    private readonly List<RepoPath> _paths = [];
    private int _visited;

    /// <summary>Files, links and submodules that were added, removed or changed (also in mode), in order of their paths.</summary>
    /// <exception cref="GitException">There are more than the limits allow.</exception>
    public IReadOnlyList<RepoPath> Between(CommitId from, CommitId to)
    {
        Compare(RepoPath.Root, store.RootOf(from), store.RootOf(to), 0);
        _paths.Sort();
        return _paths;
    }

    private void Compare(RepoPath folder, string? from, string? to, int depth)
    {
        if (from == to)
        {
            return;
        }

        if (depth > limits.MostDepth)
        {
            throw new GitException(GitFailure.TooLarge, $"The commits' folders are more than {limits.MostDepth} deep.");
        }

        var before = from is null ? [] : store.Listing(from).Items;
        var after = to is null ? [] : store.Listing(to).Items;
        Count(before.Count + after.Count);
        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            var order = i == before.Count ? 1 : j == after.Count ? -1 : string.CompareOrdinal(before[i].Name, after[j].Name);
            var old = order <= 0 ? before[i++] : null;
            var now = order >= 0 ? after[j++] : null;
            if (old != now)
            {
                Step(folder.Child((old ?? now)!.Name), old, now, depth + 1);
            }
        }
    }

    private void Step(RepoPath path, TreeItem? old, TreeItem? now, int depth)
    {
        if (old is { Kind: not SourceEntryKind.Folder } || now is { Kind: not SourceEntryKind.Folder })
        {
            _paths.Add(path);
        }

        var from = old is { Kind: SourceEntryKind.Folder } ? old.Id : null;
        var to = now is { Kind: SourceEntryKind.Folder } ? now.Id : null;
        Compare(path, from, to, depth);
    }

    private void Count(int entries)
    {
        _visited += entries;
        if (_visited > limits.MostEntries * 4L)
        {
            throw new GitException(GitFailure.TooLarge, "The two commits differ in more files than can be compared.");
        }
    }
}
