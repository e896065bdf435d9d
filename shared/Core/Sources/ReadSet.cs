namespace Plumbline.Core.Sources;

/// <summary>
/// What a render looked at: the exact answer to "can this push change that app?" (design §2.3). Each path comes with the
/// content id it had, so that a later tree can be compared without rendering.
/// </summary>
/// <param name="Files">Files (and links) that were found or read, by path, with their content ids.</param>
/// <param name="Listings">Folders whose children were listed, with the id of the listing (names and kinds, not contents).</param>
/// <param name="Misses">Paths that were looked up and did not exist.</param>
public sealed record ReadSet(
    IReadOnlyDictionary<RepoPath, string> Files,
    IReadOnlyDictionary<RepoPath, string> Listings,
    IReadOnlySet<RepoPath> Misses)
{
    /// <summary>Nothing was looked at.</summary>
    public static ReadSet Empty { get; } =
        new(new Dictionary<RepoPath, string>(), new Dictionary<RepoPath, string>(), new HashSet<RepoPath>());

    /// <summary>Whether a render over <paramref name="tree"/> would see exactly what this one saw.</summary>
    public bool HoldsIn(ISourceTree tree)
    {
        foreach (var (path, id) in Files)
        {
            if (tree.Find(path) is not { } entry ||
                (entry.Kind == SourceEntryKind.Folder ? RecordingSourceTree.FolderId : entry.ContentId) != id)
            {
                return false;
            }
        }

        foreach (var (path, id) in Listings)
        {
            if (RecordingSourceTree.ListingId(tree.List(path)) != id)
            {
                return false;
            }
        }

        foreach (var path in Misses)
        {
            if (tree.Find(path) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
