using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Core.Events;

/// <summary>A commit of one of an application's sources, or a version of a chart from a chart repository.</summary>
/// <param name="Repository">The repository's URL as configured; with the chart's name for charts.</param>
/// <param name="Commit">Full commit id; a version for charts.</param>
/// <param name="Author">Author's name; null when unknown.</param>
/// <param name="Subject">First line of the message; null when unknown.</param>
public sealed record SourceCommit(string Repository, string Commit, string? Author = null, string? Subject = null);

/// <summary>How many objects a plan touches.</summary>
/// <param name="Create">Objects to create.</param>
/// <param name="Change">Objects to change.</param>
/// <param name="Prune">Objects to delete.</param>
/// <param name="Unchanged">Objects left as they are.</param>
public sealed record PlanCounts(int Create, int Change, int Prune, int Unchanged)
{
    /// <summary>Whether nothing would be written.</summary>
    [JsonIgnore]
    public bool IsEmpty => Create + Change + Prune == 0;

    /// <summary>For people: <c>1 create, 2 changes, 0 deletes</c>.</summary>
    public override string ToString() =>
        $"{Create} create{(Create == 1 ? "" : "s")}, {Change} change{(Change == 1 ? "" : "s")}, {Prune} delete{(Prune == 1 ? "" : "s")}";
}

/// <summary>
/// One thing that happened to one application: what the ledger keeps and what reports are made of. Holds no secret values.
/// Members that do not apply to the kind are null or empty.
/// </summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
/// <param name="Number">Counts the application's own events from 1; unique with <paramref name="App"/>.</param>
/// <param name="Kind">See <see cref="EventKind"/>.</param>
/// <param name="At">When.</param>
public sealed record AppEvent(int V, string App, long Number, string Kind, DateTimeOffset At)
{
    /// <summary>Who or what caused it: <c>delivery ID</c>, <c>slack U123 (ana)</c>, <c>drift scan</c>, …</summary>
    public string? Actor { get; init; }

    /// <summary>Name of the environment under which it is reported.</summary>
    public string? Environment { get; init; }

    /// <summary>One plain sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>Code of a failure.</summary>
    public string? Code { get; init; }

    /// <summary>The commits it is about, in the order of the sources.</summary>
    public IReadOnlyList<SourceCommit> Commits { get; init; } = [];

    /// <summary>Digest of the plan.</summary>
    public string? Plan { get; init; }

    /// <summary>What the plan touches.</summary>
    public PlanCounts? Counts { get; init; }

    /// <summary>Lines for people: changed fields, problems with file and line, objects that are not healthy. At most 20, each at most 300 characters.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Id of the operation.</summary>
    public string? Operation { get; init; }

    /// <summary>Id of the gate.</summary>
    public string? Gate { get; init; }

    /// <summary>Where the decision is asked for and the rollout is told, such as <c>slack:#deploys</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>Until when a decision is awaited.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The event as compact JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EventJson.Default.AppEvent);

    /// <summary>Reads an event; null when it is malformed or of a newer version.</summary>
    public static AppEvent? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EventJson.Default.AppEvent) is { V: 1 } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AppEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
