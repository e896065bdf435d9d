using System.Text.Json.Serialization;

namespace Plumbline.Core.Gates;

/// <summary>Where a gate stands. Every state but <see cref="Open"/> is final.</summary>
public enum GateState
{
    /// <summary>Awaits a decision.</summary>
    Open,

    /// <summary>Somebody said yes.</summary>
    Approved,

    /// <summary>Somebody said no.</summary>
    Rejected,

    /// <summary>Nobody decided in time.</summary>
    Expired,

    /// <summary>The plan it asked about is no longer the plan.</summary>
    Voided,
}

/// <summary>A request for a decision about exactly one plan of one application (design §2.12).</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Id">Random, never guessable; what a button carries.</param>
/// <param name="App">The application.</param>
/// <param name="Plan">Digest of the plan that is asked about.</param>
/// <param name="Channel">Where it is asked, as the user wrote it: <c>slack:#channel</c>.</param>
/// <param name="Approvers">Ids of those who may decide, in the channel's service; empty means everybody in the channel.</param>
/// <param name="Requested">When it was asked.</param>
/// <param name="Expires">When silence becomes a rejection.</param>
public sealed record Gate(
    int V, string Id, string App, string Plan, string Channel, IReadOnlyList<string> Approvers, DateTimeOffset Requested, DateTimeOffset Expires)
{
    /// <summary>Where it stands.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<GateState>))]
    public GateState State { get; init; }

    /// <summary>Who decided, as shown to people; null while open.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided; null while open.</summary>
    public DateTimeOffset? Decided { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Gate))]
internal sealed partial class GateJson : JsonSerializerContext;
