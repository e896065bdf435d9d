using System.Text;
using Azure;
using Azure.Data.Tables;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tables;

/// <summary>
/// The shape of a document in a table. Short text is one string property, readable in any tool; longer text is cut into binary properties of UTF-8,
/// since a string counts two bytes a character against the limits of 64 KiB a property and 1 MiB an entity.
/// </summary>
internal static class DocumentEntity
{
    /// <summary>The port's limit, in bytes of UTF-8.</summary>
    public const int MaxBytes = 900 * 1024;

    private const int MaxChars = 30_000;
    private const int ChunkBytes = 60 * 1024;
    private const int MaxKeyChars = 512;
    private const string Text = "Text";

    /// <summary>What a stamp is read from.</summary>
    public static readonly IReadOnlyList<string> StampProperties = ["PartitionKey", "RowKey", "Timestamp"];

    public static TableEntity From(DocumentKey key, string json)
    {
        Check(key);
        var entity = new TableEntity(key.Partition, key.Id);
        if (json.Length <= MaxChars)
        {
            entity[Text] = json;
            return entity;
        }

        var bytes = Encoding.UTF8.GetBytes(json);
        if (bytes.Length > MaxBytes)
        {
            throw new StorageException($"a document of {bytes.Length} bytes is over the limit of {MaxBytes}", isTransient: false);
        }

        for (var (start, part) = (0, 0); start < bytes.Length; start += ChunkBytes, part++)
        {
            entity[$"Part{part:D2}"] = bytes[start..Math.Min(bytes.Length, start + ChunkBytes)];
        }

        return entity;
    }

    public static StoredDocument Read(TableEntity entity)
    {
        var key = new DocumentKey(entity.PartitionKey, entity.RowKey);
        return new StoredDocument(key, entity.GetString(Text) ?? Join(entity), entity.ETag.ToString());
    }

    public static DocumentStamp ReadStamp(TableEntity entity) => new(
        new DocumentKey(entity.PartitionKey, entity.RowKey),
        entity.Timestamp ?? throw new StorageException("list stamps: no time came back", isTransient: true));

    /// <summary>Refuses keys that the service would refuse, or read as something else.</summary>
    public static void Check(DocumentKey key)
    {
        if (!IsSound(key.Partition) || !IsSound(key.Id) || key.Id.Length == 0)
        {
            throw new StorageException("a document key holds a character that storage refuses, or is too long", isTransient: false);
        }
    }

    public static ETag Version(string etag) => new(etag);

    private static bool IsSound(string? part) =>
        part is not null && part.Length <= MaxKeyChars && !part.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c));

    private static string Join(TableEntity entity)
    {
        using var whole = new MemoryStream();
        for (var part = 0; entity.GetBinary($"Part{part:D2}") is { } bytes; part++)
        {
            whole.Write(bytes);
        }

        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }
}
