using System.Collections.Concurrent;
using System.Globalization;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Git.Objects;

/// <summary>The files of a commit, read from the object database as they are asked for. Content ids are git's own.</summary>
internal sealed class GitSourceTree(ObjectStore store, CommitId commit, TreeLimits limits) : ISourceTree
{
    private readonly string _root = store.RootOf(commit);
    private readonly ConcurrentDictionary<RepoPath, TreeListing?> _folders = new();
    private int _entries;

    /// <inheritdoc/>
    public string Id => commit.Value;

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        if (path.IsRoot)
        {
            return new SourceEntry(path, SourceEntryKind.Folder, _root, 0);
        }

        var item = Folder(path.Parent)?.Find(path.Name);
        if (item is null && !EntryName.IsSound(path.Name) && Folder(path.Parent)?.RefusedName is { } refused)
        {
            throw Refused(path.Parent, refused);
        }

        return item is null ? null : Entry(path, item);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder)
    {
        var listing = Folder(folder);
        if (listing is null)
        {
            return [];
        }

        // A lookup of a sound sibling goes on; whoever takes all that is here must not get less than all.
        if (listing.RefusedName is { } refused)
        {
            throw Refused(folder, refused);
        }

        var entries = new SourceEntry[listing.Items.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Entry(folder.Child(listing.Items[i].Name), listing.Items[i]);
        }

        return entries;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file)
    {
        if (Find(file) is not { Kind: SourceEntryKind.File or SourceEntryKind.Link } entry)
        {
            throw new FileNotFoundException("no such file in the source", file.Value);
        }

        if (entry.Size > limits.MostFileBytes)
        {
            throw new ProblemException(new Problem(GitProblem.FileTooLarge, $"The file has {entry.Size} bytes; at most {limits.MostFileBytes} are read.") { File = file.Value });
        }

        return store.ReadBlob(entry.ContentId);
    }

    private static SourceEntry Entry(RepoPath path, TreeItem item) => new(path, item.Kind, item.Id, item.Size);

    private TreeListing? Folder(RepoPath path) => _folders.TryGetValue(path, out var known) ? known : Load(path);

    private TreeListing? Load(RepoPath path)
    {
        var id = _root;
        if (!path.IsRoot)
        {
            var item = Folder(path.Parent)?.Find(path.Name);
            if (item is not { Kind: SourceEntryKind.Folder })
            {
                return _folders.GetOrAdd(path, (TreeListing?)null);
            }

            id = item.Id;
        }

        if (path.Value.AsSpan().Count('/') + 1 > limits.MostDepth)
        {
            throw new ProblemException(new Problem(GitProblem.TreeTooLarge, $"The source has folders more than {limits.MostDepth} deep.") { File = path.Value });
        }

        var listing = store.Listing(id);
        if (_folders.TryAdd(path, listing) && Interlocked.Add(ref _entries, listing.Items.Count) > limits.MostEntries)
        {
            throw new ProblemException(new Problem(GitProblem.TreeTooLarge, $"Reading the source looked at more than {limits.MostEntries} files and folders.") { File = path.Value });
        }

        return listing;
    }

    // The name comes from a stranger and may hold anything: what is not plain is shown by its code points.
    private static ProblemException Refused(RepoPath folder, string name)
    {
        var shown = string.Concat(name.Take(80).Select(c => c is > ' ' and < '\x7f' ? c.ToString() : $"\\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}"));
        return new ProblemException(new Problem(GitProblem.EntryRefused, $"The folder has an entry with the name \"{shown}\", which is not allowed, or has it twice.")
        {
            File = folder.IsRoot ? null : folder.Value,
            Hint = "Rename or remove it.",
        });
    }
}
