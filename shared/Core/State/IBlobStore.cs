namespace Plumbline.Core.State;

/// <summary>Bytes read from a blob.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="ETag">Its version.</param>
public sealed record StoredBlob(ReadOnlyMemory<byte> Bytes, string ETag);

/// <summary>Large values by name: bodies, renders, plans, indexes. Names are segments joined by <c>/</c>. Trouble is thrown as <see cref="StorageException"/>.</summary>
public interface IBlobStore
{
    /// <summary>Reads one; null where there is none.</summary>
    Task<StoredBlob?> Find(string name, CancellationToken token);

    /// <summary>Reads one if its version is not <paramref name="knownETag"/>: <c>Unchanged</c> is true and the blob null when it still is; both are false/null when there is none.</summary>
    Task<(bool Unchanged, StoredBlob? Blob)> FindChanged(string name, string knownETag, CancellationToken token);

    /// <summary>Writes unless the name is taken, which is no failure: content-addressed names are written once.</summary>
    Task PutOnce(string name, ReadOnlyMemory<byte> bytes, CancellationToken token);

    /// <summary>Writes over the version <paramref name="etag"/> (null: must not exist yet); gives the new version, null when it has changed.</summary>
    Task<string?> Put(string name, ReadOnlyMemory<byte> bytes, string? etag, CancellationToken token);

    /// <summary>Deletes; nothing happens where there is none.</summary>
    Task Delete(string name, CancellationToken token);

    /// <summary>Names that start with <paramref name="prefix"/>, with the time of their last write.</summary>
    IAsyncEnumerable<(string Name, DateTimeOffset Written)> List(string prefix, CancellationToken token);
}
