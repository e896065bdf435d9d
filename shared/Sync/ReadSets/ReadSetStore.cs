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
