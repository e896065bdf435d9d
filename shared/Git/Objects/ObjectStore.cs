using System.Collections.Concurrent;
using LibGit2Sharp;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;

namespace Plumbline.Git.Objects;

/// <summary>
/// The objects of one cached repository, open for reading. Keeps the cache folder from being deleted as long as somebody refers to it; the
/// file handles go with the last reference. Safe for concurrent use: libgit2 is asked one question at a time, listings are kept.
/// </summary>
internal sealed class ObjectStore
{
    private const int MostListings = 20_000;

    private readonly Repository _repository;
    private readonly FileStream? _use;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TreeListing> _listings = new(StringComparer.Ordinal);

    private ObjectStore(Repository repository, FileStream? use)
    {
        _repository = repository;
        _use = use;
    }

    /// <summary>The ref that says a commit is here with all its files.</summary>
    public static string Marker(string commit) => $"refs/plumbline/commits/{commit}";

    public static bool IsComplete(Repository repository, string commit) =>
        repository.Refs[Marker(commit)] is not null && repository.Lookup<Commit>(new ObjectId(commit)) is not null;

    /// <summary>A repository that is no cache of ours, so that nothing keeps it from changing.</summary>
    public static ObjectStore Over(Repository repository) => new(repository, null);

    /// <summary>Opens the cache in <paramref name="folder"/>; null when there is none, or when it is being deleted.</summary>
    public static ObjectStore? TryOpen(string folder, DateTimeOffset now)
    {
        var git = CacheLayout.Repository(folder);
        if (!Directory.Exists(git) || CacheLayout.TryLock(CacheLayout.UseLock(folder), FileShare.Read) is not { } use)
        {
            return null;
        }

        try
        {
            File.SetLastWriteTimeUtc(use.Name, now.UtcDateTime);
            return new ObjectStore(new Repository(git), use);
        }
        catch (LibGit2SharpException)
        {
            // Not made to its end, or spoilt; the next fetch makes it anew.
            use.Dispose();
            return null;
        }
    }

    /// <summary>Frees the cache folder before the last reference goes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _repository.Dispose();
            _use?.Dispose();
        }
    }

    public bool HasCommit(CommitId commit)
    {
        lock (_gate)
        {
            return IsComplete(_repository, commit.Value);
        }
    }

    /// <summary>The only commit whose id begins with <paramref name="digits"/>; null when there is none or several.</summary>
    public CommitId? FindAbbreviated(string digits)
    {
        lock (_gate)
        {
            try
            {
                return _repository.Lookup(digits, ObjectType.Commit) is { } found ? new CommitId(found.Sha) : null;
            }
            catch (AmbiguousSpecificationException)
            {
                return null;
            }
        }
    }

    public CommitDescription Describe(CommitId commit)
    {
        lock (_gate)
        {
            var found = Load(commit);
            var subject = found.MessageShort ?? "";
            return new CommitDescription(commit, found.Author.Name ?? "", subject.Length > 120 ? subject[..120] : subject, found.Committer.When);
        }
    }

    /// <summary>The id of the commit's root tree.</summary>
    public string RootOf(CommitId commit)
    {
        lock (_gate)
        {
            return Load(commit).Tree.Sha;
        }
    }

    /// <summary>The entries of a tree.</summary>
    /// <exception cref="GitException">The object is missing or no sound tree.</exception>
    public TreeListing Listing(string tree)
    {
        if (_listings.TryGetValue(tree, out var known))
        {
            return known;
        }

        var listing = ReadListing(tree);

        // Past the limit everything is dropped: simpler than order of use, and a repository of that size is rare.
        if (_listings.Count >= MostListings)
        {
            _listings.Clear();
        }

        return _listings.GetOrAdd(tree, listing);
    }

    /// <summary>The bytes of a blob, as stored: no filter or line-end conversion runs.</summary>
    /// <exception cref="GitException">The object is missing or damaged.</exception>
    public byte[] ReadBlob(string id)
    {
        lock (_gate)
        {
            try
            {
                var blob = _repository.Lookup<Blob>(new ObjectId(id)) ?? throw Missing(null);
                using var content = blob.GetContentStream();
                var bytes = new byte[blob.Size];
                content.ReadExactly(bytes);
                return bytes;
            }
            catch (LibGit2SharpException e)
            {
                throw Missing(e);
            }
        }
    }

    private TreeListing ReadListing(string id)
    {
        lock (_gate)
        {
            try
            {
                var tree = _repository.Lookup<Tree>(new ObjectId(id)) ?? throw Missing(null);
                return new TreeListing(tree.Select(Item).ToList());
            }
            catch (LibGit2SharpException e)
            {
                throw Missing(e);
            }
        }
    }

    private TreeItem Item(TreeEntry entry)
    {
        var kind = entry.Mode switch
        {
            Mode.Directory => SourceEntryKind.Folder,
            Mode.SymbolicLink => SourceEntryKind.Link,
            Mode.GitLink => SourceEntryKind.Submodule,
            _ => SourceEntryKind.File,
        };
        var id = entry.Target.Id;
        return new TreeItem(entry.Name, kind, id.Sha, kind == SourceEntryKind.File ? _repository.ObjectDatabase.RetrieveObjectMetadata(id).Size : 0);
    }

    private Commit Load(CommitId commit) =>
        _repository.Lookup<Commit>(new ObjectId(commit.Value)) ?? throw Missing(null);

    private static GitException Missing(Exception? cause) =>
        new(GitFailure.Corrupt, "An object of the repository is missing or damaged.", cause);
}
