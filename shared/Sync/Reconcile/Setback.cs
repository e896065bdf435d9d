using Plumbline.Core.Events;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Reconcile;

/// <summary>The state after work that could not be done: it is tried again later and later, gives way to something newer, or is left alone. Pure.</summary>
internal static class Setback
{
    private const int MostCounted = 9;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>The pause after the given number of troubles in a row: 4, 8, 16 … up to 300 seconds.</summary>
    public static TimeSpan Pause(int troubles) => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 2 * Math.Pow(2, troubles)));

    /// <summary>How many troubles in a row it are with one more under <paramref name="code"/>.</summary>
    public static int Counted(ApplicationState state, string code) => state.Observed?.Code == code ? Math.Min(MostCounted, state.Troubles) + 1 : 1;

    /// <summary>After passing trouble, which is nobody's plan that failed: tries of plans and decisions about them stay as they were.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="code">What it was.</param>
    /// <param name="message">The same for people; told once, however often it is met in a row.</param>
    /// <param name="after">The pause that was asked for; null leaves it to the number of troubles.</param>
    /// <param name="now">The time.</param>
    public static ApplicationState Trouble(ApplicationState state, string code, string message, TimeSpan? after, DateTimeOffset now)
    {
        var times = Counted(state, code);
        var next = state with { WakeAt = now + (after ?? Pause(times)), Troubles = times, Observed = Blank(state, now) with { Code = code, Problems = [message] } };
        return state.Observed?.Code == code ? next : next.With(Event(state, EventKind.RenderFailed, now) with { Code = code, Message = message });
    }

    /// <summary>After a newer commit took the place of an operation that had written nothing. What somebody asked for is still to be done.</summary>
    public static ApplicationState Superseded(ApplicationState state, string message, DateTimeOffset now)
    {
        var operation = state.Operation!;
        return (state with { Operation = null, WakeAt = null, Reasons = operation.Request is { } request ? [.. state.Reasons, request] : state.Reasons })
            .With(Event(state, EventKind.OperationSuperseded, now) with { Operation = operation.Id, Plan = operation.Plan, Commits = operation.Commits, Message = message });
    }

    /// <summary>Work on the application ended badly too often: it is left alone, visibly, until something about it changes (finding 6, T-Q).</summary>
    public static ApplicationState Parked(ApplicationState state, string message, DateTimeOffset now) =>
        (state with { Done = state.Wanted, WakeAt = null, Operation = null, Gate = null, Troubles = 0, Observed = Blank(state, now) with { Code = SyncProblem.Quarantined, Problems = [message] } })
            .With(state.Gate is null ? [] : [Event(state, EventKind.ApprovalVoided, now) with { Gate = state.Gate.Id, Plan = state.Gate.Plan, Message = "The application is left alone, so the question is withdrawn." }])
            .With(Event(state, EventKind.Parked, now) with { Operation = state.Operation?.Id, Plan = state.Operation?.Plan, Code = SyncProblem.Quarantined, Message = message });

    /// <summary>What was seen, without knowing any more how things stand.</summary>
    public static Observation Blank(ApplicationState state, DateTimeOffset now) => state.Observed is { } known
        ? known with { Sync = "Unknown", At = now }
        : new Observation([], null, null, "Unknown", nameof(HealthCode.Unknown), "", null, now);

    private static AppEvent Event(ApplicationState state, string kind, DateTimeOffset at) =>
        new(1, state.Name, 0, kind, at) { Environment = state.Environment, Commits = state.Observed?.Commits ?? [] };
}
