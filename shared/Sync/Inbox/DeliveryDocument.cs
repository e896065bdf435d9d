using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Sync.Inbox;

/// <summary>A delivery as it is stored: what is known of it and, where that is small, what the sender wrote.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Record">What is known of it.</param>
/// <param name="Body">The bytes as received; null where they are in a blob, or were never kept because there was nothing to do.</param>
internal sealed record DeliveryDocument(int V, DeliveryRecord Record, ReadOnlyMemory<byte>? Body)
{
    /// <summary>A document of the present version.</summary>
    public static DeliveryDocument Of(DeliveryRecord record, ReadOnlyMemory<byte>? body) => new(1, record, body);

    /// <summary>As compact JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DeliveryJson.Default.DeliveryDocument);

    /// <summary>Reads a stored document.</summary>
    public static DeliveryDocument Parse(string json) => JsonSerializer.Deserialize(json, DeliveryJson.Default.DeliveryDocument)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryDocument))]
[JsonSerializable(typeof(DeliveryRecord))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
