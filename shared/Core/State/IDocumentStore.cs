namespace Plumbline.Core.State;

/// <summary>A document as it is stored.</summary>
/// <param name="Key">Where.</param>
/// <param name="Json">Its text; JSON with a schema version inside.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record StoredDocument(DocumentKey Key, string Json, string ETag);

/// <summary>Where a document is stored, without its text.</summary>
/// <param name="Key">Where.</param>
/// <param name="Written">When it was last written, by the store's clock.</param>
public sealed record DocumentStamp(DocumentKey Key, DateTimeOffset Written);

/// <summary>
/// Small documents (up to 900 KiB of UTF-8 text), written under optimistic concurrency. Every write is atomic and durable once the task ends.
/// Trouble is thrown as <see cref="StorageException"/>; a write that threw may or may not have happened.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Reads one; null where there is none.</summary>
    Task<StoredDocument?> Find(DocumentKey key, CancellationToken token);

    /// <summary>Writes a new one; null when the key is taken.</summary>
    Task<StoredDocument?> Insert(DocumentKey key, string json, CancellationToken token);

    /// <summary>Writes over the version <paramref name="etag"/>; null when the document has changed or is gone.</summary>
    Task<StoredDocument?> Replace(DocumentKey key, string json, string etag, CancellationToken token);

    /// <summary>Deletes; with an <paramref name="etag"/> only that version. False when there is nothing (left) to delete under that condition.</summary>
    Task<bool> Delete(DocumentKey key, string? etag, CancellationToken token);

    /// <summary>The documents of a partition in ordinal order of their ids, from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive); null means open.</summary>
    IAsyncEnumerable<StoredDocument> List(string partition, string? from, string? to, CancellationToken token);

    /// <summary>Keys and times of a partition's documents, in ordinal order of their ids: a look at how old things are that costs nothing for their texts.</summary>
    IAsyncEnumerable<DocumentStamp> Stamps(string partition, CancellationToken token);
}

/// <summary>A store did not do what was asked, for a reason outside the caller: unreachable, throttled, timed out, too large.</summary>
public sealed class StorageException : Exception
{
    /// <summary>A failure with its cause.</summary>
    public StorageException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient { get; }
}
