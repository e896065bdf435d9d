using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.State;

namespace Plumbline.Sync.Inbox;

/// <summary>A delivery that is stored.</summary>
/// <param name="Record">What is known of it.</param>
/// <param name="Body">What the sender wrote, where the row holds it; null otherwise.</param>
/// <param name="Handled">Whether its outcome is known.</param>
internal sealed record StoredDelivery(DeliveryRecord Record, ReadOnlyMemory<byte>? Body, bool Handled);

/// <summary>Whether a delivery was there already when it came.</summary>
internal enum Admission
{
    /// <summary>It was not.</summary>
    New,

    /// <summary>It was, and waits.</summary>
    Waiting,

    /// <summary>It was, and its outcome is known.</summary>
    Handled,
}

/// <summary>
/// Deliveries. One that waits has a row among the waiting, with its body inside where that is small, so that taking it in is a single write and the sweeper finds it
/// whatever happens next. One that is handled has a row among the handled, which is inserted once; the first outcome stays, and a waiting row beside it means nothing.
/// </summary>
internal sealed class DeliveryStore(IDocumentStore documents, IBlobStore blobs)
{
    /// <summary>Longest body that is kept inside the row. A push of forty commits has some 30 KB.</summary>
    internal const int LongestInline = 128 * 1024;

    private const string Waiting = "deliveries-waiting";
    private const string Done = "deliveries";
    private const string HexDigits = "0123456789abcdef";
    private const int IdBytes = 16;

    /// <summary>Our id of a sender's delivery.</summary>
    public static string IdOf(string route, string sender) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\0{sender}")).AsSpan(0, IdBytes));

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string text) => text.Length == 2 * IdBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads one, the outcome before what waits; null where there is none.</summary>
    public async Task<StoredDelivery?> Look(string id, CancellationToken token)
    {
        if (!IsId(id))
        {
            return null;
        }

        // What waits is read first: an outcome that comes meanwhile is then seen, and not neither of the two.
        var waits = await documents.Find(WaitingKey(id), token);
        var done = await documents.Find(DoneKey(id), token);
        return done is not null ? Read(done, handled: true) : waits is null ? null : Read(waits, handled: false);
    }

    /// <summary>
    /// Takes a delivery in, durably once this returns. Safe to repeat; the first record and body of an id stay. Of a repeat that comes in the very moment
    /// in which the outcome is written, <see cref="Admission.New"/> may be said; its row then means nothing.
    /// </summary>
    public Task<Admission> Admit(DeliveryRecord record, ReadOnlyMemory<byte> body, CancellationToken token) =>
        record.Status == DeliveryStatus.Received ? AdmitWaiting(record, body, token) : AdmitDone(record, token);

    /// <summary>The body of one that waits; null when it is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> Body(StoredDelivery delivery, CancellationToken token) =>
        delivery.Body ?? (await blobs.Find(BlobOf(delivery.Record.Id), token))?.Bytes;

    /// <summary>Writes the outcome and takes the delivery from the waiting; false when another outcome was there before. Safe to repeat.</summary>
    public async Task<bool> Finish(StoredDelivery outcome, CancellationToken token)
    {
        var id = outcome.Record.Id;
        var isFirst = await documents.Insert(DoneKey(id), DeliveryDocument.Of(outcome.Record, outcome.Body).ToJson(), token) is not null;
        await Settle(id, token);
        return isFirst;
    }

    /// <summary>Takes the delivery from the waiting.</summary>
    public Task Settle(string id, CancellationToken token) => documents.Delete(WaitingKey(id), null, token);

    /// <summary>Ids of the deliveries that have waited since before <paramref name="before"/>.</summary>
    public async IAsyncEnumerable<string> WaitingSince(DateTimeOffset before, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var digit in HexDigits)
        {
            await foreach (var stamp in documents.Stamps($"{Waiting}.{digit}", token))
            {
                if (stamp.Written < before)
                {
                    yield return stamp.Key.Id;
                }
            }
        }
    }

    /// <summary>Deletes what was handled before <paramref name="before"/>. Bodies in blobs go with the other old blobs.</summary>
    public async Task Expire(DateTimeOffset before, CancellationToken token)
    {
        foreach (var partition in HexDigits.SelectMany(a => HexDigits.Select(b => $"{Done}.{a}{b}")))
        {
            await foreach (var stamp in documents.Stamps(partition, token))
            {
                if (stamp.Written < before)
                {
                    await documents.Delete(stamp.Key, null, token);
                }
            }
        }
    }

    private async Task<Admission> AdmitWaiting(DeliveryRecord record, ReadOnlyMemory<byte> body, CancellationToken token)
    {
        var isInline = body.Length <= LongestInline;
        if (!isInline)
        {
            await blobs.PutOnce(BlobOf(record.Id), body, token);
        }

        // Side by side: a webhook's sender waits for this.
        var written = documents.Insert(WaitingKey(record.Id), DeliveryDocument.Of(record, isInline ? body : (ReadOnlyMemory<byte>?)null).ToJson(), token);
        var done = documents.Find(DoneKey(record.Id), token);
        await Task.WhenAll(written, done);
        if (await done is null)
        {
            return await written is null ? Admission.Waiting : Admission.New;
        }

        if (await written is not null)
        {
            await Settle(record.Id, token);
        }

        return Admission.Handled;
    }

    /// <summary>One that asks for nothing has its outcome at once, unless a delivery with its id waits already.</summary>
    private async Task<Admission> AdmitDone(DeliveryRecord record, CancellationToken token)
    {
        if (await documents.Find(WaitingKey(record.Id), token) is not null)
        {
            return Admission.Waiting;
        }

        return await documents.Insert(DoneKey(record.Id), DeliveryDocument.Of(record, null).ToJson(), token) is null ? Admission.Handled : Admission.New;
    }

    private static StoredDelivery Read(StoredDocument row, bool handled)
    {
        var document = DeliveryDocument.Parse(row.Json);
        return new StoredDelivery(document.Record, document.Body, handled);
    }

    // A partition of a table takes some 2,000 calls a second; ids are hashes, so their first digits spread the load. The waiting are few, and looked through each minute.
    private static DocumentKey WaitingKey(string id) => new($"{Waiting}.{id[..1]}", id);

    private static DocumentKey DoneKey(string id) => new($"{Done}.{id[..2]}", id);

    private static string BlobOf(string id) => $"deliveries/{id}";
}
