using Plumbline.Core.Applications;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Reconcile;

/// <summary>What follows from a plan.</summary>
internal abstract record SyncDecision
{
    private SyncDecision()
    {
    }

    /// <summary>Nothing differs.</summary>
    internal sealed record InSync : SyncDecision;

    /// <summary>Something differs and nobody asked for it to be changed.</summary>
    /// <param name="Reason">Why nothing is done, as a sentence.</param>
    internal sealed record Rest(string Reason) : SyncDecision;

    /// <summary>Carry the plan out, now or at a later time.</summary>
    /// <param name="Heals">Whether it heals drift.</param>
    /// <param name="NotBefore">When; null for now.</param>
    internal sealed record Start(bool Heals, DateTimeOffset? NotBefore) : SyncDecision;

    /// <summary>Ask for a decision first.</summary>
    internal sealed record Ask(ApprovalGate Gate) : SyncDecision;
}

/// <summary>What is known when a plan is made.</summary>
/// <param name="State">The application's state.</param>
/// <param name="App">The application.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Approval">The gate that applies to it; null for none.</param>
/// <param name="Request">A request by a person or CI that has not been served; null for none.</param>
/// <param name="IsDrift">Whether the cluster changed and not the sources.</param>
/// <param name="Now">The time.</param>
internal sealed record SyncSituation(
    ApplicationState State, Application App, Plan Plan, ApprovalGate? Approval, WakeReason? Request, bool IsDrift, DateTimeOffset Now);

/// <summary>Decides what follows from a plan (2.7, traps 3 to 5; gates: issue 3, item 6). Pure.</summary>
internal static class SyncRules
{
    private static readonly TimeSpan LongestHealPause = TimeSpan.FromSeconds(300);

    public static SyncDecision Decide(SyncSituation at)
    {
        var counts = at.Plan.Counts;
        if (counts.IsEmpty)
        {
            return at.Plan.Entries.Any(e => e.Kept)
                ? new SyncDecision.Rest("Objects that the sources no longer have are kept: pruning is off.")
                : new SyncDecision.InSync();
        }

        if (at.Request is null && Refusal(at) is { } refusal)
        {
            return new SyncDecision.Rest(refusal);
        }

        // Healing by itself brings back what was approved already, and deletes nothing; everything else under a gate is asked, a request too.
        var heals = at is { IsDrift: true, Request: null };
        return at.Approval is { } gate && !(heals && counts.Prune == 0)
            ? new SyncDecision.Ask(gate)
            : new SyncDecision.Start(heals, heals ? HealAt(at) : RetryAt(at));
    }

    /// <summary>How often in a row drift was healed; whoever left the cluster alone for twice the longest pause begins anew.</summary>
    public static int HealAttempts(ApplicationState state, DateTimeOffset now) =>
        state.History.Count > 0 && now - state.History[^1].Ended > 2 * LongestHealPause ? 0 : state.HealAttempts;

    private static string? Refusal(SyncSituation at)
    {
        if (at.App.SyncPolicy.Automated is not { } automated)
        {
            return "Automated sync is off.";
        }

        if (at.IsDrift && !automated.SelfHeal)
        {
            return "Self-heal is off.";
        }

        if (at.State.Failed is not { } failed || !failed.Is(at.Plan.Digest, at.Plan.Render))
        {
            return null;
        }

        // Nobody has to reject the same plan again and again, however many tries there are.
        var limit = at.App.SyncPolicy.Retry.Limit;
        return failed.Times == FailedAttempt.Refused ? $"This plan is not carried out: {failed.Message}."
            : limit >= 0 && failed.Times > limit ? $"This plan failed {failed.Times} times and is not tried again by itself: {failed.Message}"
            : null;
    }

    /// <summary>Attempts 1, 2, 3 … wait 0, 2, 6, 18 … up to 300 seconds after the last operation (2.9).</summary>
    private static DateTimeOffset? HealAt(SyncSituation at)
    {
        var attempts = HealAttempts(at.State, at.Now);
        if (attempts == 0 || at.State.History.Count == 0)
        {
            return null;
        }

        var pause = TimeSpan.FromSeconds(Math.Min(LongestHealPause.TotalSeconds, 2 * Math.Pow(3, Math.Min(10, attempts - 1))));
        return at.State.History[^1].Ended + pause is var time && time > at.Now ? time : null;
    }

    private static DateTimeOffset? RetryAt(SyncSituation at)
    {
        if (at.Request is not null || at.State.Failed is not { } failed || !failed.Is(at.Plan.Digest, at.Plan.Render) || at.State.History.Count == 0)
        {
            return null;
        }

        var time = at.State.History[^1].Ended + at.App.SyncPolicy.Retry.PauseAfter(failed.Times);
        return time > at.Now ? time : null;
    }
}
