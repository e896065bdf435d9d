using System.Text.Json.Serialization;
using Plumbline.Core.Events;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Operations;

/// <summary>How far an operation is. It only ever moves forward (I7).</summary>
internal enum OperationPhase
{
    /// <summary>Decided; nothing is written yet. A newer commit may still take its place.</summary>
    Starting,

    /// <summary>Writes batch after batch.</summary>
    Applying,

    /// <summary>Deletes what the sources no longer have.</summary>
    Pruning,

    /// <summary>All is written; waits until it works.</summary>
    Watching,
}

/// <summary>An operation under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Plan">Digest of the plan it carries out.</param>
/// <param name="Initiator">Who or what started it, and who approved.</param>
/// <param name="Started">When it began.</param>
/// <param name="Deadline">When it fails if it is not healthy.</param>
internal sealed record OperationState(string Id, string Plan, string Initiator, DateTimeOffset Started, DateTimeOffset Deadline)
{
    /// <summary>Where it is.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<OperationPhase>))]
    public OperationPhase Phase { get; init; }

    /// <summary>The next batch of the phase, from 0.</summary>
    public int Batch { get; init; }

    /// <summary>What the plan touches.</summary>
    public PlanCounts Counts { get; init; } = new(0, 0, 0, 0);

    /// <summary>The commits it applies.</summary>
    public IReadOnlyList<SourceCommit> Commits { get; init; } = [];

    /// <summary>The wanted generation the plan was made for.</summary>
    public long Generation { get; init; }

    /// <summary>Whether the plan was approved, so that it must be exactly what was shown.</summary>
    public bool Approved { get; init; }

    /// <summary>Whether it heals drift, without a new commit.</summary>
    public bool Heals { get; init; }

    /// <summary>Whether objects that the sources no longer have are kept, so that the application stays out of sync.</summary>
    public bool Keeps { get; init; }

    /// <summary>The request that it serves; null when nobody asked. Comes back when a newer commit takes its place.</summary>
    public WakeReason? Request { get; init; }

    /// <summary>Since when some object is broken without a pause; null when none is.</summary>
    public DateTimeOffset? BrokenSince { get; init; }

    /// <summary>Whether it removes a deleted application's objects.</summary>
    public bool Deletes { get; init; }

    /// <summary>How often in a row a step met passing trouble; paces the next try.</summary>
    public int Troubles { get; init; }

    /// <summary>What it waits for, for people; empty when it does not wait.</summary>
    public string Message { get; init; } = "";
}
