using Plumbline.Core.Events;
using Plumbline.Core.Reporting;

namespace Plumbline.Reporting;

/// <summary>What an event means for the statuses of its commits. Pure. A status that was begun is always ended: by success, failure, or being overtaken.</summary>
internal static class StatusFold
{
    // Healing speaks of the cluster, not of the commit; its status stays what the rollout made it.
    private const string Healer = "self-heal";

    public static ReportState Apply(ReportState state, AppEvent e)
    {
        if (e.Actor == Healer)
        {
            return state;
        }

        if (e.Kind is EventKind.OperationSuperseded or EventKind.ApprovalVoided)
        {
            return Overtaken(state, e);
        }

        return Verdict(e) is var (verdict, sentence) ? e.Commits.Where(c => Core.Git.CommitId.IsValid(c.Commit)).Aggregate(state, (s, commit) => Set(s, commit, e, verdict, sentence)) : state;
    }

    private static (CommitState, string)? Verdict(AppEvent e) => e.Kind switch
    {
        EventKind.ApprovalRequested => (CommitState.Pending, $"Waits for approval: {e.Counts}"),
        EventKind.Approved => (CommitState.Pending, e.Message ?? "Approved"),
        EventKind.OperationStarted => (CommitState.Pending, e.Message ?? "Applying"),
        EventKind.OperationSucceeded => (CommitState.Success, e.Message ?? "Applied and healthy"),
        EventKind.InSync => (CommitState.Success, e.Message ?? "Nothing to do"),
        EventKind.OperationFailed => (CommitState.Failure, e.Message ?? "Failed"),
        EventKind.RenderFailed when e.Code is "SourceUnavailable" or "ClusterUnavailable" => (CommitState.Error, e.Message ?? "Cannot be looked at"),
        EventKind.RenderFailed => (CommitState.Failure, e.Message ?? "Cannot be rendered"),
        EventKind.Rejected or EventKind.ApprovalExpired => (CommitState.Failure, e.Message ?? "Not approved"),
        EventKind.Parked => (CommitState.Error, e.Message ?? "Left alone"),
        _ => null,
    };

    private static ReportState Set(ReportState state, SourceCommit commit, AppEvent e, CommitState verdict, string sentence)
    {
        var status = new ReportedStatus(commit.Repository, commit.Commit, $"plumbline/{e.Environment ?? e.App}", verdict, sentence) { Subject = e.Operation ?? e.Plan, Event = e.Number };
        var rest = state.Statuses.Where(s => (s.Repository, s.Commit, s.Context) != (status.Repository, status.Commit, status.Context));
        return state with { Statuses = [.. rest.TakeLast(ReportState.MostStatuses - 1), status] };
    }

    private static ReportState Overtaken(ReportState state, AppEvent e) => state with
    {
        Statuses = [.. state.Statuses.Select(s => s.State == CommitState.Pending && (s.Subject == e.Operation || s.Subject == e.Plan)
            ? s with { State = CommitState.Error, Description = "Overtaken by a newer commit or plan.", Told = false, Event = e.Number, Refusals = 0 }
            : s)],
    };
}
