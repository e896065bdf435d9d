using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Core.State;

namespace Plumbline.Functions.Hosting.Local.Timers;

/// <summary>What is stored of a timer, so that several hosts run it once and a restart neither doubles nor forgets.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Schedule">The schedule the next run was computed by.</param>
/// <param name="Next">When the next run is due.</param>
internal sealed record TimerState(int V, string Schedule, DateTimeOffset Next)
{
    /// <summary>When the last run began; null before the first.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>When this was written.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>The host that runs it now, or died while it did; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when that host is believed to live.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Where the state of a function lies.</summary>
    public static DocumentKey KeyOf(string function) => new("timers", DocumentKey.Escape(function));

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TimerJson.Default.TimerState);

    /// <summary>Reads a stored state.</summary>
    public static TimerState Parse(string json) => JsonSerializer.Deserialize(json, TimerJson.Default.TimerState)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TimerState))]
internal sealed partial class TimerJson : JsonSerializerContext;
