using System.Text.Json.Serialization;
using Plumbline.Core.Events;
using Plumbline.Core.Reporting;

namespace Plumbline.Reporting;

/// <summary>What was told outside about one application, and what is still to be told. One document per application.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
internal sealed record ReportState(int V, string App)
{
    /// <summary>Last entry of the ledger that is taken in.</summary>
    public long Cursor { get; init; }

    /// <summary>Statuses of the newest commits, at most <see cref="MostStatuses"/>.</summary>
    public IReadOnlyList<ReportedStatus> Statuses { get; init; } = [];

    /// <summary>The rollout that is told in chat; null before the first.</summary>
    public Rollout? Rollout { get; init; }

    /// <summary>Until when one worker tells; null for nobody. Two at once would post twice.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>When to try again what could not be told; null when all is told.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    [JsonIgnore]
    public bool IsTold => Statuses.All(s => s.Told) && (Rollout?.Told ?? true);

    public const int MostStatuses = 32;
}

/// <summary>A commit status as it should be.</summary>
internal sealed record ReportedStatus(
    string Repository, string Commit, string Context, [property: JsonConverter(typeof(JsonStringEnumConverter<CommitState>))] CommitState State, string Description)
{
    /// <summary>Whether the host has it.</summary>
    public bool Told { get; init; }

    /// <summary>Plan or operation it speaks of, so that the end finds what the beginning left pending.</summary>
    public string? Subject { get; init; }

    /// <summary>Number of the event that made it so; names the entry in the ledger that it was told.</summary>
    public long Event { get; init; }

    /// <summary>How often the host has refused it for good reason, such as a credential that lacks the right.</summary>
    public int Refusals { get; init; }
}

/// <summary>One rollout: one message, edited until it ends.</summary>
/// <param name="Key">Names the message; made of the application and the event that began it.</param>
/// <param name="Channel">Where, as the user wrote it.</param>
/// <param name="Title">What it is about.</param>
internal sealed record Rollout(string Key, string Channel, string Title)
{
    /// <summary>Digest of the plan.</summary>
    public string Plan { get; init; } = "";

    /// <summary>The gate whose buttons are shown; null for none.</summary>
    public string? Gate { get; init; }

    /// <summary>When the question ends; null without a question.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What changes.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Short facts.</summary>
    public IReadOnlyList<ReportedFact> Facts { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    /// <summary>How it stands, as a word: <c>waiting</c>, <c>applying</c>, <c>healthy</c>, <c>failed</c> …</summary>
    public string Standing { get; init; } = "";

    /// <summary>Whether nothing more will happen.</summary>
    public bool Ended { get; init; }

    /// <summary>The message; null before it is posted.</summary>
    public ChatMessageRef? Message { get; init; }

    /// <summary>Whether a post was begun whose answer is not known.</summary>
    public bool Posting { get; init; }

    /// <summary>Number of the newest event in it; names the entry in the ledger that it was told.</summary>
    public long Event { get; init; }

    /// <summary>Whether chat shows it as it is.</summary>
    public bool Told { get; init; }
}

/// <summary>A label and a value.</summary>
internal sealed record ReportedFact(string Label, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportState))]
internal sealed partial class ReportStateJson : JsonSerializerContext;
