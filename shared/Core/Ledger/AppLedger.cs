using System.Text.Json;
using Plumbline.Core.State;

namespace Plumbline.Core.Ledger;

/// <summary>
/// The audit chain of each application (issue 3, item 9). Appending is safe to repeat: a key among the newest <see cref="RememberedKeys"/>
/// is appended once, and a writer that died between the link and the head is completed by the next one.
/// </summary>
public sealed class AppLedger(IDocumentStore documents)
{
    /// <summary>How many of the newest keys are known for refusing repeats; repeats come within seconds, not thousands of entries later.</summary>
    public const int RememberedKeys = 128;

    private const string HeadPartition = "ledger-heads";

    /// <summary>Appends an event unless its key is there already; gives its place in the chain.</summary>
    /// <exception cref="StorageException">The store did not take it.</exception>
    public async Task<long> Append(string app, string key, DateTimeOffset at, string kind, string body, CancellationToken token)
    {
        while (true)
        {
            var (head, etag) = await ReadHead(app, token);
            var known = head.Keys.IndexOf(key);
            if (known >= 0)
            {
                return head.Sequence - (head.Keys.Count - 1 - known);
            }

            var entry = LedgerEntry.After(app, head.Sequence + 1, head.Hash, key, at, kind, body);
            if (await documents.Insert(KeyOf(app, entry.Sequence), entry.ToJson(), token) is null)
            {
                // Somebody put this link and has not moved the head yet: do it for them, then look again.
                entry = LedgerEntry.Parse((await documents.Find(KeyOf(app, entry.Sequence), token))!.Json);
            }

            await MoveHead(app, head, etag, entry, token);
            if (entry.Key == key)
            {
                return entry.Sequence;
            }
        }
    }

    /// <summary>How many links the chain has; one more than it has when a writer died between a link and the head, or before any.</summary>
    public async Task<long> Length(string app, CancellationToken token) => await documents.Find(HeadKey(app), token) is null ? 0 : (await ReadHead(app, token)).Head.Sequence + 1;

    /// <summary>Place and hash of the newest link as they were noted apart from it; 0 for none. A link may be newer by one when its writer died before noting it.</summary>
    public async Task<(long Sequence, string Hash)> Head(string app, CancellationToken token)
    {
        var (head, _) = await ReadHead(app, token);
        return (head.Sequence, head.Hash);
    }

    /// <summary>Every application that has a chain, and when its newest link was noted.</summary>
    public async IAsyncEnumerable<(string App, DateTimeOffset Written)> Heads([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var stamp in documents.Stamps(HeadPartition, token))
        {
            // Names of applications need no escape.
            yield return (stamp.Key.Id, stamp.Written);
        }
    }

    /// <summary>The chain from <paramref name="after"/> (exclusive, 0 for all) in order.</summary>
    public async IAsyncEnumerable<LedgerEntry> Read(
        string app, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var document in documents.List(PartitionOf(app), IdOf(after + 1), null, token))
        {
            yield return LedgerEntry.Parse(document.Json);
        }
    }

    /// <summary>Checks the whole chain: a sentence naming the first link that does not hold, or null when all do.</summary>
    public async Task<string?> Verify(string app, CancellationToken token)
    {
        var previous = LedgerEntry.Genesis;
        long sequence = 0;
        await foreach (var entry in Read(app, 0, token))
        {
            sequence++;
            var fault = entry.Sequence != sequence ? $"entry {sequence} is missing"
                : entry.Previous != previous ? $"entry {sequence} does not follow the one before"
                : entry.ComputeHash() != entry.Hash ? $"entry {sequence} was altered"
                : null;
            if (fault is not null)
            {
                return fault;
            }

            previous = entry.Hash;
        }

        var (head, _) = await ReadHead(app, token);
        return head.Sequence > sequence ? $"entry {sequence + 1} is missing"
            : head.Sequence == sequence && head.Hash != previous ? $"entry {sequence} is not the one that the head names"
            : null;
    }

    private async Task<(LedgerHead Head, string? ETag)> ReadHead(string app, CancellationToken token)
    {
        var document = await documents.Find(HeadKey(app), token);
        return document is null
            ? (new LedgerHead(1, 0, LedgerEntry.Genesis, []), null)
            : (JsonSerializer.Deserialize(document.Json, LedgerJson.Default.LedgerHead)!, document.ETag);
    }

    private async Task MoveHead(string app, LedgerHead head, string? etag, LedgerEntry entry, CancellationToken token)
    {
        List<string> keys = [.. head.Keys.Skip(Math.Max(0, head.Keys.Count - RememberedKeys + 1)), entry.Key];
        var json = JsonSerializer.Serialize(new LedgerHead(1, entry.Sequence, entry.Hash, keys), LedgerJson.Default.LedgerHead);

        // Losing here means another writer moved it; the caller looks again.
        _ = etag is null ? await documents.Insert(HeadKey(app), json, token) : await documents.Replace(HeadKey(app), json, etag, token);
    }

    private static DocumentKey HeadKey(string app) => new(HeadPartition, DocumentKey.Escape(app));

    private static DocumentKey KeyOf(string app, long sequence) => new(PartitionOf(app), IdOf(sequence));

    private static string PartitionOf(string app) => $"ledger.{DocumentKey.Escape(app)}";

    private static string IdOf(long sequence) => sequence.ToString("D12");
}
