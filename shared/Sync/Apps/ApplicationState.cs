using System.Text.Json.Serialization;
using Plumbline.Core.Events;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Rendering;
using Plumbline.Sync.Operations;

namespace Plumbline.Sync.Apps;

/// <summary>What is known of one application: one document, written under optimistic concurrency. Everything that decides reads it; every change goes through it.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Name">The application's name.</param>
/// <param name="Manifest">The Application as canonical JSON, as the control repository last had it.</param>
/// <param name="SpecDigest">Digest of what of the manifest has an effect.</param>
internal sealed record ApplicationState(int V, string Name, string Manifest, string SpecDigest)
{
    /// <summary>The environment under which it is reported.</summary>
    public string Environment { get; init; } = Name;

    /// <summary>Counts reasons to look; grows with every delivery, change and request.</summary>
    public long Wanted { get; init; }

    /// <summary>The newest <see cref="Wanted"/> that was looked at to the end.</summary>
    public long Done { get; init; }

    /// <summary>What was asked for, newest last; at most 8.</summary>
    public IReadOnlyList<WakeReason> Reasons { get; init; } = [];

    /// <summary>Ids of the newest deliveries that stand in the ledger, newest last; at most 16. One that is handled twice stands there once (I10).</summary>
    public IReadOnlyList<string> Deliveries
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>When to look again; what was asked before waits until then, a new reason does not. Null for at once where something was asked, else never.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Who works on it; null for nobody.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Counts leases; a writer whose epoch is not the newest has lost (I4).</summary>
    public long Epoch { get; init; }

    /// <summary>What was last seen; null before the first look.</summary>
    public Observation? Observed { get; init; }

    /// <summary>Operation under way; null for none.</summary>
    public OperationState? Operation { get; init; }

    /// <summary>Id of the gate that is open for the newest plan; null for none.</summary>
    public PendingGate? Gate { get; init; }

    /// <summary>The control repository no longer has it, or asks for its deletion.</summary>
    public bool Deleting { get; init; }

    /// <summary>Finished operations, newest last; at most the application's history limit.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>How often self-heal has acted without the application staying in sync; paces the next attempt.</summary>
    public int HealAttempts { get; init; }

    /// <summary>The plan that failed last, or that somebody refused; null for none.</summary>
    public FailedAttempt? Failed { get; init; }

    /// <summary>The sources with which the cluster was last in sync; null while that is unknown. With the same sources a difference is drift.</summary>
    public AppliedSources? Applied { get; init; }

    /// <summary>The time that charts were told for the newest sources; null before the first look.</summary>
    public ToldTime? Told { get; init; }

    /// <summary>What charts looked up in the cluster at the last look; a change of it is a reason to look again.</summary>
    public IReadOnlyList<LookedUp> LookedUp
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>
    /// As whom its destination was asked at the last look; null for the registered identity. What is left of the application is removed as that one where the
    /// project is gone by then, which cannot say it any more.
    /// </summary>
    public ServiceAccount? Account { get; init; }

    /// <summary>How often in a row looks, or attempts at a removal, met passing trouble; paces the next one.</summary>
    public int Troubles { get; init; }

    /// <summary>A risky step that was begun and not yet seen to end; a second one that ends so parks the application (design §2.14).</summary>
    public StepAttempt? Attempt { get; init; }

    /// <summary>Number of the newest event.</summary>
    public long Events { get; init; }

    /// <summary>Events that are saved with the state and not yet in the ledger.</summary>
    public IReadOnlyList<AppEvent> Outbox { get; init; } = [];

    /// <summary>Whether somebody has to look: its time has come, or it was asked and nothing says to wait.</summary>
    public bool IsDue(DateTimeOffset now) => Outbox.Count > 0 || (WakeAt is { } at ? at <= now : Wanted > Done);

    /// <summary>This state with more events, which are saved together with it.</summary>
    public ApplicationState With(IEnumerable<AppEvent> events) => events.Aggregate(this, (state, next) => state.With(next));

    /// <summary>This state with one more event, which is saved together with it.</summary>
    public ApplicationState With(AppEvent @event)
    {
        var numbered = @event with { App = Name, Number = Events + 1 };
        return this with { Events = Events + 1, Outbox = [.. Outbox, numbered] };
    }
}

/// <summary>Why an application is looked at.</summary>
/// <param name="Kind">See <see cref="WakeKind"/>.</param>
/// <param name="Detail">For people: a delivery's id, who asked, which object drifted.</param>
/// <param name="Revision">Revision asked for instead of the tracked one; null for the tracked one.</param>
/// <param name="Prune">Whether what the sources no longer have is to be deleted; null leaves it to the application.</param>
internal sealed record WakeReason(string Kind, string Detail, string? Revision = null, bool? Prune = null)
{
    /// <summary>Id of the delivery that gave it; null when none did.</summary>
    public string? Delivery { get; init; }
}

/// <summary>Kinds of <see cref="WakeReason"/>.</summary>
internal static class WakeKind
{
    public const string Push = "push";
    public const string Manifest = "manifest";
    public const string Request = "request";
    public const string Drift = "drift";
    public const string Retry = "retry";
    public const string Gate = "gate";
    public const string Refs = "refs";
}

/// <summary>The right to work on an application for a while.</summary>
/// <param name="Owner">Id of the holder's attempt.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record Lease(string Owner, DateTimeOffset Until);

/// <summary>What was last seen of an application.</summary>
/// <param name="Commits">Commit of each source.</param>
/// <param name="Render">Digest of the rendered objects; null when they could not be rendered.</param>
/// <param name="Plan">Digest of the newest plan; null when none could be made.</param>
/// <param name="Sync"><c>Synced</c>, <c>OutOfSync</c> or <c>Unknown</c>.</param>
/// <param name="Health">Worst health of its objects.</param>
/// <param name="HealthMessage">Why; empty when there is nothing to say.</param>
/// <param name="Cluster">Identity of the cluster it was seen in.</param>
/// <param name="At">When.</param>
internal sealed record Observation(
    IReadOnlyList<SourceCommit> Commits, string? Render, string? Plan, string Sync, string Health, string HealthMessage, string? Cluster, DateTimeOffset At)
{
    /// <summary>What counts went into the newest plan.</summary>
    public PlanCounts? Counts { get; init; }

    /// <summary>Problems of the sources, as sentences with file and line; at most 20.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Code of what stands in the way; null when nothing does.</summary>
    public string? Code { get; init; }

    /// <summary>The spec this was made from.</summary>
    public string? SpecDigest { get; init; }
}

/// <summary>A gate that awaits its decision.</summary>
/// <param name="Id">The gate.</param>
/// <param name="Plan">The plan it asks about.</param>
/// <param name="Expires">Its end.</param>
/// <param name="Request">
/// The request that led to it; null when the application syncs by itself. The question stands for the request until it is decided: without it an approval of an
/// application that does not sync by itself would lead to nothing.
/// </param>
/// <param name="IsApproved">Whether its approval stands in the ledger already.</param>
internal sealed record PendingGate(string Id, string Plan, DateTimeOffset Expires, WakeReason? Request = null, bool IsApproved = false);

/// <summary>A plan that failed, or that somebody refused.</summary>
/// <param name="Plan">Digest.</param>
/// <param name="Times">How often; <see cref="Refused"/> for a plan that was rejected, which no number of tries makes good.</param>
/// <param name="Message">The last reason.</param>
internal sealed record FailedAttempt(string Plan, int Times, string Message)
{
    public const int Refused = int.MaxValue;

    /// <summary>What was to be applied; null where that does not matter: for a plan that was rejected, or that healed drift.</summary>
    public string? Render { get; init; }

    /// <summary>Whether it is the same again: the same plan, or, after an attempt that got halfway, what is left of it.</summary>
    public bool Is(string plan, string? render) => Plan == plan || (Render is not null && Render == render);
}

/// <summary>What sources came to, and where. In another cluster a difference is no drift: nothing was applied there yet.</summary>
/// <param name="Render">Digest of the rendered objects.</param>
/// <param name="SpecDigest">The Application they were rendered for.</param>
/// <param name="Cluster">Identity of the cluster.</param>
internal sealed record AppliedSources(string Render, string SpecDigest, string Cluster);

/// <summary>The time that charts are told: that of the first look at these sources, so that a render is the same when it is made again.</summary>
/// <param name="Sources">Digest of the commits and the Application.</param>
/// <param name="At">The time.</param>
internal sealed record ToldTime(string Sources, DateTimeOffset At);

/// <summary>Something a chart looked up in the cluster.</summary>
/// <param name="ApiVersion">As the template says it, as are kind, namespace and name.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace; empty for none or all.</param>
/// <param name="Name">Name; empty for all.</param>
/// <param name="Mark">What was found, as a keyed digest: equal for equal content, and no help in guessing it.</param>
internal sealed record LookedUp(string ApiVersion, string Kind, string Namespace, string Name, string Mark)
{
    /// <summary>What was asked for.</summary>
    [JsonIgnore]
    public OutsidePart.LiveObjects What => new(ApiVersion, Kind, Namespace, Name);

    /// <summary>Whether values were found that must not be told.</summary>
    public bool HoldsSecrets { get; init; }

    /// <summary>With what was found.</summary>
    public static LookedUp Of(OutsidePart.LiveObjects what, string mark) => new(what.ApiVersion, what.Kind, what.Namespace, what.Name, mark);
}

/// <summary>A step that was begun.</summary>
/// <param name="Step">Which.</param>
/// <param name="Subject">On what: a render key.</param>
/// <param name="Times">How often it was begun without being seen to end.</param>
internal sealed record StepAttempt(string Step, string Subject, int Times);

/// <summary>A finished operation.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Phase"><c>Succeeded</c>, <c>Failed</c> or <c>Superseded</c>.</param>
/// <param name="Plan">What was applied.</param>
/// <param name="Counts">How much.</param>
/// <param name="Commits">From which commits.</param>
/// <param name="Initiator">Who or what started it, and who approved.</param>
/// <param name="Message">One sentence.</param>
internal sealed record HistoryEntry(
    string Id, DateTimeOffset Started, DateTimeOffset Ended, string Phase, string Plan, PlanCounts Counts, IReadOnlyList<SourceCommit> Commits, string Initiator, string Message)
{
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApplicationState))]
internal sealed partial class ApplicationStateJson : JsonSerializerContext;
