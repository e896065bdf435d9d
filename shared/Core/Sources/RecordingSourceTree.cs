using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Core.Sources;

/// <summary>
/// A source tree that writes down what is looked up in it. A folder that is only found, not listed, counts by its existence:
/// as a file entry with the constant id <see cref="FolderId"/>. One recorder serves one render and is not thread-safe.
/// </summary>
public sealed class RecordingSourceTree(ISourceTree inner) : ISourceTree
{
    /// <summary>The content id recorded for a folder that was found: it says "a folder is here", whatever it holds.</summary>
    public const string FolderId = "folder";

    private readonly Dictionary<RepoPath, string> _files = [];
    private readonly Dictionary<RepoPath, string> _listings = [];
    private readonly HashSet<RepoPath> _misses = [];

    /// <inheritdoc/>
    public string Id => inner.Id;

    /// <summary>What was looked at so far.</summary>
    public ReadSet Reads => new(
        new Dictionary<RepoPath, string>(_files), new Dictionary<RepoPath, string>(_listings), new HashSet<RepoPath>(_misses));

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        var entry = inner.Find(path);
        if (entry is null)
        {
            _misses.Add(path);
        }
        else if (!path.IsRoot)
        {
            _files[path] = entry.Kind == SourceEntryKind.Folder ? FolderId : entry.ContentId;
        }

        return entry;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder)
    {
        var entries = inner.List(folder);
        _listings[folder] = ListingId(entries);
        return entries;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file)
    {
        _ = Find(file);
        return inner.Read(file);
    }

    /// <summary>Adds what another render saw, for renders that are put together from cached parts.</summary>
    public void Include(ReadSet reads)
    {
        foreach (var (path, id) in reads.Files)
        {
            _files[path] = id;
        }

        foreach (var (path, id) in reads.Listings)
        {
            _listings[path] = id;
        }

        _misses.UnionWith(reads.Misses);
    }

    /// <summary>Identity of a listing: names and kinds, not contents.</summary>
    public static string ListingId(IReadOnlyList<SourceEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> kind = stackalloc byte[1];
        foreach (var entry in entries)
        {
            kind[0] = (byte)entry.Kind;
            hash.AppendData(kind);
            hash.AppendData(Encoding.UTF8.GetBytes(entry.Path.Name));
            kind[0] = 0;
            hash.AppendData(kind);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
