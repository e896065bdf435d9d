using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.State;

namespace Plumbline.Sync.Inbox;

/// <summary>A delivery's record with the version it was read at.</summary>
internal sealed record StoredDelivery(DeliveryRecord Record, string ETag);

/// <summary>
/// Deliveries: one row each, the body in a blob, and a small note for each that is not handled yet, so that the sweeper finds what a lost message left.
/// </summary>
internal sealed class DeliveryStore(IDocumentStore documents, IBlobStore blobs, TimeProvider clock)
{
    private const string Pending = "deliveries-pending";
    private const int IdBytes = 16;

    /// <summary>Our id of a sender's delivery.</summary>
    public static string IdOf(string route, string sender) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\0{sender}")).AsSpan(0, IdBytes));

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string text) => text.Length == 2 * IdBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads one; null where there is none.</summary>
    public async Task<StoredDelivery?> Find(string id, CancellationToken token) =>
        IsId(id) && await documents.Find(KeyOf(id), token) is { } row ? new StoredDelivery(DeliveryRecord.Parse(row.Json), row.ETag) : null;

    /// <summary>Writes a new row; false when there is one already.</summary>
    public async Task<bool> Insert(DeliveryRecord record, CancellationToken token) =>
        await documents.Insert(KeyOf(record.Id), record.ToJson(), token) is not null;

    /// <summary>Writes the outcome over the version that was read; false when somebody else did.</summary>
    public async Task<bool> Replace(DeliveryRecord record, string etag, CancellationToken token) =>
        await documents.Replace(KeyOf(record.Id), record.ToJson(), etag, token) is not null;

    /// <summary>Keeps the body and notes that the delivery waits. Safe to repeat; the first body of an id stays.</summary>
    public Task Keep(string id, ReadOnlyMemory<byte> body, CancellationToken token) => Task.WhenAll(
        blobs.PutOnce(BlobOf(id), body, token),
        documents.Insert(new DocumentKey(Pending, id), $$"""{"v":1,"at":"{{clock.GetUtcNow():O}}"}""", token));

    /// <summary>The body; null when it is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> Body(string id, CancellationToken token) => (await blobs.Find(BlobOf(id), token))?.Bytes;

    /// <summary>Takes the note away.</summary>
    public Task Settle(string id, CancellationToken token) => documents.Delete(new DocumentKey(Pending, id), null, token);

    /// <summary>Ids of the deliveries that wait.</summary>
    public async IAsyncEnumerable<string> Waiting([EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var note in documents.List(Pending, null, null, token))
        {
            yield return note.Key.Id;
        }
    }

    /// <summary>Deletes rows received before <paramref name="before"/> that are handled. Bodies go with the other old blobs.</summary>
    public async Task Expire(DateTimeOffset before, CancellationToken token)
    {
        for (var shard = 0; shard < 256; shard++)
        {
            await foreach (var row in documents.List($"deliveries.{shard:x2}", null, null, token))
            {
                var record = DeliveryRecord.Parse(row.Json);
                if (record.Received < before && record.Status != DeliveryStatus.Received)
                {
                    await documents.Delete(row.Key, row.ETag, token);
                }
            }
        }
    }

    // A partition of a table takes some 2,000 calls a second; ids are hashes, so their first digits spread the load.
    private static DocumentKey KeyOf(string id) => new($"deliveries.{id[..2]}", id);

    private static string BlobOf(string id) => $"deliveries/{id}";
}
