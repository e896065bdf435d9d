using System.Collections.Concurrent;
using Plumbline.Core.State;

namespace Plumbline.Sync.ReadSets;

/// <summary>
/// The read sets of each repository: one compact blob, kept in the process by its version, and a journal of what came since.
/// A recording costs one small document; a push reads the blob's version and the journal, never one document per application.
/// </summary>
internal sealed class ReadSetStore(IDocumentStore documents, IBlobStore blobs)
{
    private const int CompactFrom = 64;

    private readonly ConcurrentDictionary<string, (string ETag, IReadOnlyList<ReadSetEntry> Entries, ReadSetIndex Index)> _kept = new(StringComparer.Ordinal);

    /// <summary>Records what a source looked at, in place of what it looked at before.</summary>
    public async Task Record(string repository, ReadSetEntry entry, CancellationToken token)
    {
        var key = new DocumentKey(JournalOf(repository), DocumentKey.Escape($"{entry.App} {entry.Source}"));
        var text = Convert.ToBase64String(Write([entry]));
        while (true)
        {
            var known = await documents.Find(key, token);
            if (known is not null && Read(Convert.FromBase64String(known.Json))[0].Version > entry.Version)
            {
                return;
            }

            var saved = known is null ? await documents.Insert(key, text, token) : await documents.Replace(key, text, known.ETag, token);
            if (saved is not null)
            {
                return;
            }
        }
    }

    /// <summary>The index as it is now. Compacts the journal when it has grown.</summary>
    public async Task<ReadSetIndex> Load(string repository, CancellationToken token)
    {
        var journal = new List<StoredDocument>();
        await foreach (var document in documents.List(JournalOf(repository), null, null, token))
        {
            journal.Add(document);
        }

        var blob = await LoadBlob(repository, token);
        if (journal.Count == 0)
        {
            return blob.Index;
        }

        var merged = Merge(blob.Entries, journal.SelectMany(j => Read(Convert.FromBase64String(j.Json))));
        if (journal.Count >= CompactFrom)
        {
            await Compact(repository, blob.ETag, merged, journal, token);
        }

        return new ReadSetIndex(merged);
    }

    /// <summary>
    /// Deletes what applications looked at that are there no more. Safe to repeat and to stop anywhere: each is asked about after its entry was read, and the entry goes only if
    /// it is still the one that was read, so that one that comes back keeps what it records then.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="isGone">Whether there is no such application, now.</param>
    public async Task Forget(string repository, Func<string, CancellationToken, Task<bool>> isGone, CancellationToken token)
    {
        await foreach (var document in documents.List(JournalOf(repository), null, null, token))
        {
            if (await isGone(Read(Convert.FromBase64String(document.Json))[0].App, token))
            {
                await documents.Delete(document.Key, document.ETag, token);
            }
        }

        var blob = await LoadBlob(repository, token);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var app in blob.Entries.Select(e => e.App).Distinct(StringComparer.Ordinal))
        {
            if (await isGone(app, token))
            {
                gone.Add(app);
            }
        }

        if (gone.Count > 0)
        {
            // Who compacted meanwhile wins; the next time finds the same.
            await blobs.Put(BlobOf(repository), Write([.. blob.Entries.Where(e => !gone.Contains(e.App))]), blob.ETag, token);
        }
    }

    private async Task<(string? ETag, IReadOnlyList<ReadSetEntry> Entries, ReadSetIndex Index)> LoadBlob(string repository, CancellationToken token)
    {
        StoredBlob? blob;
        if (_kept.TryGetValue(repository, out var kept))
        {
            (var unchanged, blob) = await blobs.FindChanged(BlobOf(repository), kept.ETag, token);
            if (unchanged)
            {
                return kept;
            }
        }
        else
        {
            blob = await blobs.Find(BlobOf(repository), token);
        }

        if (blob is null)
        {
            return (null, [], new ReadSetIndex([]));
        }

        var entries = Read(blob.Bytes);
        return _kept[repository] = (blob.ETag, entries, new ReadSetIndex(entries));
    }

    private async Task Compact(
        string repository, string? etag, IReadOnlyList<ReadSetEntry> merged, List<StoredDocument> journal, CancellationToken token)
    {
        // Who loses here leaves the journal to the winner; entries are deleted only after they are in the blob, and only if unchanged since.
        if (await blobs.Put(BlobOf(repository), Write([.. merged.Where(e => e.Revision is not null)]), etag, token) is null)
        {
            return;
        }

        foreach (var document in journal)
        {
            await documents.Delete(document.Key, document.ETag, token);
        }
    }

    private static List<ReadSetEntry> Merge(IEnumerable<ReadSetEntry> older, IEnumerable<ReadSetEntry> newer)
    {
        var merged = older.ToDictionary(e => (e.App, e.Source));
        foreach (var entry in newer)
        {
            if (!merged.TryGetValue((entry.App, entry.Source), out var known) || known.Version <= entry.Version)
            {
                merged[(entry.App, entry.Source)] = entry;
            }
        }

        return [.. merged.Values];
    }

    private static byte[] Write(IReadOnlyList<ReadSetEntry> entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(1);
        writer.Write(entries.Count);
        foreach (var entry in entries)
        {
            entry.Write(writer);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static List<ReadSetEntry> Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false));
        if (reader.ReadInt32() != 1)
        {
            throw new StorageException("the read set index has a version that this release does not know", isTransient: false);
        }

        var entries = new List<ReadSetEntry>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            entries.Add(ReadSetEntry.Read(reader));
        }

        return entries;
    }

    private static string JournalOf(string repository) => $"reads.{DocumentKey.Escape(repository)}";

    private static string BlobOf(string repository) => $"reads/{DocumentKey.Escape(repository)}";
}
