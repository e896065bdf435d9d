using Plumbline.Core.Events;

namespace Plumbline.Reporting;

/// <summary>What an event means for the message about the rollout. Pure. Only applications that name a channel have one.</summary>
internal static class RolloutFold
{
    private const int MostStory = 12;

    public static ReportState Apply(ReportState state, AppEvent e)
    {
        var rollout = Begins(state.Rollout, e) ? Begin(e) : state.Rollout;
        if (rollout is null || rollout.Ended)
        {
            return state;
        }

        var next = Continue(rollout, e);
        return next is null ? state with { Rollout = rollout } : state with { Rollout = next with { Told = false, Event = e.Number } };
    }

    /// <summary>A question, drift, or an operation that no question came before begins a new message.</summary>
    private static bool Begins(Rollout? rollout, AppEvent e) =>
        e.Channel is not null &&
        (e.Kind is EventKind.ApprovalRequested or EventKind.DriftFound || (e.Kind is EventKind.OperationStarted or EventKind.RenderFailed && (rollout is null || rollout.Ended)));

    private static Rollout Begin(AppEvent e)
    {
        var commit = e.Commits.Count > 0 ? $" {Short(e.Commits[0].Commit)}" : "";
        var facts = new List<ReportedFact>();
        if (e.Plan is { Length: >= 8 } plan)
        {
            facts.Add(new ReportedFact("Plan", plan[..8]));
        }

        if (e.Counts is { } counts)
        {
            facts.Add(new ReportedFact("Changes", counts.ToString()));
        }

        if (e.Commits.Count > 0)
        {
            facts.Add(new ReportedFact("Commit", $"{Short(e.Commits[0].Commit)} {e.Commits[0].Subject} ({e.Commits[0].Author})"));
        }

        if (e.Actor is { } actor)
        {
            facts.Add(new ReportedFact("Asked by", actor));
        }

        return new Rollout($"{e.App} {e.Number}", e.Channel!, $"{e.Environment ?? e.App}{commit}") { Plan = e.Plan ?? "", Lines = e.Lines, Facts = facts };
    }

    private static Rollout? Continue(Rollout rollout, AppEvent e)
    {
        var clock = $"{e.At:HH:mm:ss}";
        return e.Kind switch
        {
            EventKind.ApprovalRequested => rollout with { Gate = e.Gate, Expires = e.Expires, Standing = "waits for approval", Story = Tell(rollout, $"{clock} {e.Message}") },
            EventKind.DriftFound => rollout with { Standing = "drift", Story = Tell(rollout, $"{clock} {e.Message}") },
            EventKind.Approved => rollout with { Gate = null, Standing = "approved", Story = Tell(rollout, $"{clock} {e.Message}") },
            EventKind.OperationStarted => rollout with { Gate = null, Standing = "applying", Story = Tell(rollout, $"{clock} {e.Message}") },
            EventKind.OperationProgressed => rollout with { Story = Tell(rollout, $"{clock} {e.Message}") },
            EventKind.OperationSucceeded => Ended(rollout, "healthy", $"{clock} {e.Message}"),
            EventKind.OperationFailed or EventKind.RenderFailed => Ended(rollout, "failed", $"{clock} {e.Message}"),
            EventKind.Rejected => Ended(rollout, "rejected", $"{clock} {e.Message}"),
            EventKind.ApprovalExpired => Ended(rollout, "expired", $"{clock} {e.Message}"),
            EventKind.ApprovalVoided or EventKind.OperationSuperseded => Ended(rollout, "overtaken", $"{clock} {e.Message}"),
            EventKind.InSync => Ended(rollout, "in sync", $"{clock} {e.Message}"),
            EventKind.Parked => Ended(rollout, "parked", $"{clock} {e.Message}"),
            _ => null,
        };
    }

    private static Rollout Ended(Rollout rollout, string standing, string told) =>
        rollout with { Gate = null, Expires = null, Standing = standing, Ended = true, Story = Tell(rollout, told) };

    private static IReadOnlyList<string> Tell(Rollout rollout, string line) => [.. rollout.Story.TakeLast(MostStory - 1), line];

    private static string Short(string commit) => commit.Length > 8 ? commit[..8] : commit;
}
