using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Sync.Inbox;

/// <summary>How far a delivery is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    /// <summary>Stored, and waiting for a worker.</summary>
    Received,

    /// <summary>It changed nothing; <see cref="DeliveryRecord.Why"/> says why.</summary>
    Ignored,

    /// <summary>It gave <see cref="DeliveryRecord.Applications"/> a reason to look.</summary>
    Processed,

    /// <summary>Handling it failed too often; <see cref="DeliveryRecord.Why"/> says why. The ref check finds what it told of.</summary>
    Failed,
}

/// <summary>What is kept of a delivery; also the form that the read API answers. Holds none of the sender's text but ids that passed a check.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Id">Our id: made of the route and the sender's id, so that one delivery has one row.</param>
/// <param name="Route">The route it came in by.</param>
/// <param name="Provider">Who sent it.</param>
/// <param name="Sender">The sender's own id of it.</param>
/// <param name="Received">When.</param>
public sealed record DeliveryRecord(
    int V, string Id, string Route, [property: JsonConverter(typeof(JsonStringEnumConverter<DeliveryProvider>))] DeliveryProvider Provider, string Sender, DateTimeOffset Received)
{
    /// <summary>The sender's name of the event, cut to 64 letters, digits, '_' and '.'; null when it named none.</summary>
    public string? Event { get; init; }

    /// <summary>Bytes of the body.</summary>
    public long Size { get; init; }

    /// <summary>How far it is.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>Why it was ignored or failed; null otherwise.</summary>
    public string? Why { get; init; }

    /// <summary>The repository it speaks of, as <see cref="Core.Git.RepositoryUrl.Key"/> forms it; null when it speaks of none.</summary>
    public string? Repository { get; init; }

    /// <summary>The refs it speaks of.</summary>
    public IReadOnlyList<string> Refs { get; init; } = [];

    /// <summary>Applications it touched.</summary>
    public IReadOnlyList<string> Applications { get; init; } = [];

    /// <summary>When it was handled; null when it was not yet.</summary>
    public DateTimeOffset? Handled { get; init; }

    /// <summary>As compact JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DeliveryJson.Default.DeliveryRecord);

    /// <summary>Reads a stored record.</summary>
    public static DeliveryRecord Parse(string json) => JsonSerializer.Deserialize(json, DeliveryJson.Default.DeliveryRecord)!;
}
