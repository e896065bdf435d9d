using Plumbline.Core.Applications;
using Plumbline.Core.Chance;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Reconcile;

/// <summary>Turns what a look found into the application's next state and its events.</summary>
internal sealed class ReconcileOutcome(
    PlanStore plans, PreparedPlans prepared, InventoryStore inventories, GateStore gates, Wakes wakes, IIdSource ids,
    ICrashPoints crash, TimeProvider clock, SyncSettings settings)
{
    private const int MostLines = 20;
    private static readonly TimeSpan LosingPause = TimeSpan.FromMinutes(1);

    /// <summary>Saves what follows from <paramref name="view"/> and gives the lease back; the queue to wake next, null for none.</summary>
    public async Task<string?> Settle(LeasedApplication work, ApplicationView view, WakeReason? request, long generation, CancellationToken token)
    {
        if (view.Prepared is not { } made)
        {
            await VoidGate(work, null, token);
            await wakes.Note(work.State.Name, clock.GetUtcNow(), token);
            await work.Release(s => Unrendered(s, view, generation), token);
            return null;
        }

        await plans.Save(made, token);
        crash.Reached(CrashPoint.PlanStored);
        prepared.Keep(made);
        await Cover(view.App, made, token);
        var drifted = IsDrift(work.State, made.Plan);
        var decision = await Decide(work, view, made.Plan, request, drifted, token);
        var isApproved = decision is SyncDecision.Start && work.State.Gate is { IsApproved: true };
        await VoidGate(work, decision is SyncDecision.Ask || isApproved ? made.Plan.Digest : null, token);
        return await Carry(work, view, made, decision, request, drifted, generation, token);
    }

    /// <summary>Where nothing is to be done, the inventory is brought to what was found: it covers what is ours, however it came to be as it should (I5).</summary>
    private Task Cover(Application app, PreparedPlan made, CancellationToken token)
    {
        if (!made.Plan.Counts.IsEmpty)
        {
            return Task.CompletedTask;
        }

        var seen = made.Live.Where(l => made.Objects.TryGetValue(l.Key, out var target) && !DestinationNamespace.Is(target)).Select(InventoryItem.Of).ToList();
        Inventory Covered(Inventory known) => known.With(seen).Without(made.Gone);
        return ReferenceEquals(Covered(made.Known), made.Known) ? Task.CompletedTask
            : inventories.Update(app.Name, made.Plan.Cluster, app.Destination.Cluster.ToString(), Covered, token);
    }

    /// <summary>Begins to remove an application that left the control repository; without the finalizer, or while it is paused, its objects stay (APP-12, APP-15).</summary>
    public async Task<string?> Remove(LeasedApplication work, Application app, long generation, CancellationToken token)
    {
        await VoidGate(work, null, token);
        var now = clock.GetUtcNow();
        var operation = new OperationState(ids.NewId(), "", "deregistration", now, now + settings.HealthDeadline)
        {
            Phase = app.DeletionPropagation is null || app.IsPaused ? OperationPhase.Watching : OperationPhase.Pruning,
            Deletes = true,
            Generation = generation,
        };
        await wakes.Note(app.Name, now, token);
        await work.Release(s => s with { Operation = operation, Done = generation, WakeAt = now, Gate = null, Applied = null }, token);
        return QueueName.Sync;
    }

    /// <summary>Withdraws the question that is open, if any: nobody works on the application for now.</summary>
    public Task Withdraw(LeasedApplication work, CancellationToken token) => VoidGate(work, null, token);

    private async Task<SyncDecision> Decide(
        LeasedApplication work, ApplicationView view, Plan plan, WakeReason? request, bool drifted, CancellationToken token)
    {
        var approval = view.App.Approval ?? view.Project?.Approval;
        var decision = SyncRules.Decide(new SyncSituation(work.State, view.App, plan, approval, request, drifted, clock.GetUtcNow()));
        if (decision is not SyncDecision.Ask || work.State.Gate is not { } pending || pending.Plan != plan.Digest)
        {
            return decision;
        }

        var now = clock.GetUtcNow();
        var gate = now >= pending.Expires ? (await gates.Decide(pending.Id, GateState.Expired, null, now, token))?.Gate : await gates.Find(pending.Id, token);
        switch (gate?.State)
        {
            case GateState.Approved:
                if (!pending.IsApproved)
                {
                    await work.Save(s => Decided(s with { Gate = pending with { IsApproved = true } }, gate, EventKind.Approved, EnvironmentOf(view)), token);
                }

                return new SyncDecision.Start(Heals: false, NotBefore: null);
            case GateState.Rejected or GateState.Expired:
                var kind = gate.State == GateState.Rejected ? EventKind.Rejected : EventKind.ApprovalExpired;
                await work.Save(s => Refused(Decided(s, gate, kind, EnvironmentOf(view)), plan, gate), token);
                return new SyncDecision.Rest(gate.State == GateState.Rejected ? $"Rejected by {gate.DecidedBy}." : "Nobody decided in time, which is a rejection.");
            case GateState.Open:
                return decision;
            default:
                // It was withdrawn, or is kept no longer, and the worker that did so ended before it could be noted. Nobody can answer it any more.
                await work.Save(s => Withdrawn(s, pending, gate), token);
                return decision;
        }
    }

    private async Task<string?> Carry(
        LeasedApplication work, ApplicationView view, PreparedPlan made, SyncDecision decision, WakeReason? request, bool drifted, long generation, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var gate = decision is SyncDecision.Ask ask && work.State.Gate?.Plan != made.Plan.Digest ? await Ask(work, ask.Gate, made.Plan, now, token) : null;
        var approved = decision is SyncDecision.Start && work.State.Gate is { IsApproved: true } pending && pending.Plan == made.Plan.Digest;
        var by = approved ? (await gates.Find(work.State.Gate!.Id, token))?.DecidedBy : null;
        if (decision is SyncDecision.Start)
        {
            await wakes.Note(work.State.Name, now, token);
        }

        await work.Release(s =>
        {
            var seen = Seen(s, view, made, drifted, generation, now);
            return decision switch
            {
                SyncDecision.InSync => InSync(seen, view, made, s, generation, now),
                SyncDecision.Start { NotBefore: { } later } => Resting(seen, s, made, generation) with { WakeAt = later, Done = generation - 1 },
                SyncDecision.Start start => Started(seen, view, made, start.Heals, approved, by, request, generation, now),
                SyncDecision.Ask => gate is null ? seen with { WakeAt = seen.Gate?.Expires, Done = generation } : Asked(seen, gate, view, made, request, generation, now),
                _ => Resting(seen, s, made, generation),
            };
        }, token);
        return decision is SyncDecision.Start { NotBefore: null } ? QueueName.Sync : null;
    }

    private async Task<Gate> Ask(LeasedApplication work, ApprovalGate approval, Plan plan, DateTimeOffset now, CancellationToken token)
    {
        var gate = new Gate(
            1, ids.NewId(), work.State.Name, plan.Digest, $"{approval.Chat}:{approval.Channel}", approval.Approvers, now, now + settings.ApprovalExpiry);
        await gates.Open(gate, token);
        await wakes.Note(work.State.Name, gate.Expires, token);
        return gate;
    }

    /// <summary>Withdraws the question unless it is about <paramref name="plan"/>. An answer to it that nobody acted on yet is worth nothing any more, and that is told.</summary>
    private async Task VoidGate(LeasedApplication work, string? plan, CancellationToken token)
    {
        if (work.State.Gate is not { } pending || pending.Plan == plan)
        {
            return;
        }

        var gate = (await gates.Decide(pending.Id, GateState.Voided, null, clock.GetUtcNow(), token))?.Gate;
        await work.Save(s => Withdrawn(s, pending, gate), token);
    }

    private ApplicationState Withdrawn(ApplicationState state, PendingGate pending, Gate? gate) =>
        (state with { Gate = null }).With(Event(state, EventKind.ApprovalVoided, clock.GetUtcNow()) with
        {
            Gate = pending.Id,
            Plan = pending.Plan,
            Environment = EnvironmentOf(state),
            Message = gate?.State is GateState.Approved or GateState.Rejected
                ? $"The plan changed after {gate.DecidedBy} had {(gate.State == GateState.Approved ? "approved" : "rejected")} it, so that answer counts no more."
                : "The plan changed, so the question is withdrawn.",
        });

    private ApplicationState Seen(ApplicationState state, ApplicationView view, PreparedPlan made, bool drifted, long generation, DateTimeOffset now)
    {
        var (health, why) = WorstHealth(made);
        var counts = made.Plan.Counts;
        var fresh = state.Observed?.Plan != made.Plan.Digest || state.Observed?.Code is not null;
        var next = state with
        {
            Troubles = 0,
            Told = view.Told ?? state.Told,
            LookedUp = view.LookedUp,
            Account = view.Account,
            Applied = counts.IsEmpty && !IsLosing(made) ? new AppliedSources(made.Plan.Render, state.SpecDigest, made.Plan.Cluster) : state.Applied,
            Reasons = Since(state, generation),
            Observed = new Observation(
                view.Sources.Commits, made.Plan.Render, made.Plan.Digest, counts.IsEmpty && !made.Plan.Entries.Any(e => e.Kept) ? "Synced" : "OutOfSync",
                health.ToString(), why, made.Plan.Cluster, now)
            {
                Counts = counts,
                SpecDigest = state.SpecDigest,
                Problems = [.. view.Problems.Select(p => p.ToString()).Take(MostLines)],
            },
        };
        if (!fresh || counts.IsEmpty)
        {
            return next;
        }

        return next.With(Event(state, drifted ? EventKind.DriftFound : EventKind.PlanMade, now) with
        {
            Environment = EnvironmentOf(view),
            Commits = view.Sources.Commits,
            Plan = made.Plan.Digest,
            Counts = counts,
            Lines = Lines(made.Plan, drifted),
            Channel = ChannelOf(view),
            Actor = LastReason(state),
            Message = drifted ? $"The cluster differs: {counts}." : $"Plan: {counts}.",
        });
    }

    private ApplicationState Started(
        ApplicationState state, ApplicationView view, PreparedPlan made, bool heals, bool approved, string? by, WakeReason? request, long generation, DateTimeOffset now)
    {
        var initiator = heals ? "self-heal" : request is null ? "automated sync" : request.Detail;
        initiator = by is null ? initiator : $"{initiator}, approved by {by}";
        var operation = new OperationState(ids.NewId(), made.Plan.Digest, initiator, now, now + settings.HealthDeadline)
        {
            Counts = made.Plan.Counts,
            Commits = view.Sources.Commits,
            Generation = generation,
            Approved = approved,
            Heals = heals,
            Keeps = made.Plan.Entries.Any(e => e.Kept),
            Request = request,
        };
        return (state with
        {
            Operation = operation,
            Done = generation,
            WakeAt = now,
            Gate = null,
            HealAttempts = heals ? SyncRules.HealAttempts(state, now) + 1 : 0,
        }).With(Event(state, EventKind.OperationStarted, now) with
        {
            Operation = operation.Id,
            Plan = operation.Plan,
            Counts = operation.Counts,
            Commits = operation.Commits,
            Actor = initiator,
            Environment = EnvironmentOf(view),
            Channel = ChannelOf(view),
            Expires = operation.Deadline,
            Message = $"Applying: {operation.Counts}.",
        });
    }

    private static ApplicationState Asked(
        ApplicationState state, Gate gate, ApplicationView view, PreparedPlan made, WakeReason? request, long generation, DateTimeOffset now) =>
        (state with { Gate = new PendingGate(gate.Id, gate.Plan, gate.Expires, request), WakeAt = gate.Expires, Done = generation }).With(
            Event(state, EventKind.ApprovalRequested, now) with
            {
                Gate = gate.Id,
                Plan = gate.Plan,
                Counts = made.Plan.Counts,
                Lines = Lines(made.Plan, false),
                Channel = gate.Channel,
                Expires = gate.Expires,
                Commits = view.Sources.Commits,
                Environment = EnvironmentOf(view),
                Actor = LastReason(state),
                Message = gate.Approvers.Count == 0 ? "Waits for approval." : $"Waits for approval by {string.Join(", ", gate.Approvers)}.",
            });

    private ApplicationState InSync(ApplicationState seen, ApplicationView view, PreparedPlan made, ApplicationState before, long generation, DateTimeOffset now)
    {
        var next = seen with { WakeAt = IsLosing(made) ? now + LosingPause : null, Done = Math.Max(seen.Done, generation), Failed = null, Gate = null };
        var told = before.Observed is { Sync: "Synced", Code: null } known && known.Commits.SequenceEqual(view.Sources.Commits);
        return told ? next : next.With(Event(before, EventKind.InSync, now) with
        {
            Commits = view.Sources.Commits,
            Plan = made.Plan.Digest,
            Counts = made.Plan.Counts,
            Environment = EnvironmentOf(view),
            Message = $"Nothing to do: {made.Plan.Counts.Unchanged} objects are as they should be.",
        });
    }

    /// <summary>Whether somebody deletes an object that is wanted: there is nothing to do until it is gone, and then it is to be made anew.</summary>
    private static bool IsLosing(PreparedPlan made) => made.Live.Any(l => l.IsTerminating);

    private static ApplicationState Resting(ApplicationState seen, ApplicationState before, PreparedPlan made, long generation) =>
        seen with { WakeAt = null, Done = Math.Max(before.Done, generation) };

    private ApplicationState Unrendered(ApplicationState state, ApplicationView view, long generation)
    {
        var now = clock.GetUtcNow();
        var lines = view.Errors.Select(p => p.ToString()).Take(MostLines).ToList();
        var troubles = view.Errors.Any(e => SyncProblem.MayPass(e.Code)) ? Setback.Counted(state, view.Errors[0].Code) : 0;
        var next = state with
        {
            Done = generation,
            WakeAt = troubles == 0 ? null : now + Setback.Pause(troubles),
            Troubles = troubles,
            Told = view.Told ?? state.Told,
            LookedUp = view.Told is null ? state.LookedUp : view.LookedUp,
            Account = view.Told is null ? state.Account : view.Account,
            Gate = null,
            Reasons = Since(state, generation),
            Observed = Setback.Blank(state, now) with
            {
                Commits = view.Sources.Commits,
                Problems = lines,
                Code = view.Errors[0].Code,
                SpecDigest = state.SpecDigest,
            },
        };
        var told = state.Observed is { Code: not null } known && known.Problems.SequenceEqual(lines) && known.Commits.SequenceEqual(view.Sources.Commits);
        return told ? next : next.With(Event(state, EventKind.RenderFailed, now) with
        {
            Commits = view.Sources.Commits,
            Code = view.Errors[0].Code,
            Lines = lines,
            Message = lines[0],
            Environment = EnvironmentOf(view),
            Channel = ChannelOf(view),
        });
    }

    /// <summary>The reasons that came after the look had begun.</summary>
    private static IReadOnlyList<WakeReason> Since(ApplicationState state, long generation) =>
        state.Wanted <= generation ? [] : [.. state.Reasons.TakeLast((int)Math.Min(8, state.Wanted - generation))];

    private static ApplicationState Decided(ApplicationState state, Gate gate, string kind, string environment) => state.With(Event(state, kind, gate.Decided ?? gate.Expires) with
    {
        Gate = gate.Id,
        Plan = gate.Plan,
        Actor = gate.DecidedBy,
        Channel = gate.Channel,
        Environment = environment,
        Commits = state.Observed?.Commits ?? [],
        Message = kind == EventKind.ApprovalExpired ? "Nobody decided in time, which is a rejection." : $"{kind} by {gate.DecidedBy}.",
    });

    private static ApplicationState Refused(ApplicationState state, Plan plan, Gate gate) => state with
    {
        Gate = null,
        Failed = new FailedAttempt(plan.Digest, FailedAttempt.Refused, gate.State == GateState.Rejected ? $"rejected by {gate.DecidedBy}" : "nobody decided in time"),
    };

    private static (HealthCode Code, string Why) WorstHealth(PreparedPlan made)
    {
        var worst = (Code: HealthCode.Healthy, Why: "");
        foreach (var item in made.Live)
        {
            if (made.Comparison.Judge(item) is { } health && health.Code > worst.Code)
            {
                worst = (health.Code, $"{item.Key}: {health.Message}");
            }
        }

        // The cluster quotes in a status what stands in a spec.
        return worst with { Why = made.Comparison.Hide(worst.Why) };
    }

    /// <summary>The sources are as they were when all was in sync, so the cluster has changed.</summary>
    private static bool IsDrift(ApplicationState state, Plan plan) => state.Applied == new AppliedSources(plan.Render, state.SpecDigest, plan.Cluster);

    private static IReadOnlyList<string> Lines(Plan plan, bool withWriter)
    {
        if (!withWriter)
        {
            return plan.Lines(MostLines);
        }

        return [.. plan.Entries.Where(e => e.Action != PlanAction.Unchanged).SelectMany(e => e.Action == PlanAction.Create
            ? [$"{e.Key} is gone"]
            : e.Fields.Select(f => $"{e.Key} {f.Path} git {f.After ?? "(none)"} → live {f.Before ?? "(none)"}{(f.LastWriter is null ? "" : $", last written by {f.LastWriter}")}")).Take(MostLines)];
    }

    private static AppEvent Event(ApplicationState state, string kind, DateTimeOffset at) => new(1, state.Name, 0, kind, at);

    private static string EnvironmentOf(ApplicationView view) => view.App.Environment;

    private static string EnvironmentOf(ApplicationState state) => state.Environment;

    private static string? LastReason(ApplicationState state) => state.Reasons.Count == 0 ? null : state.Reasons[^1].Detail;

    private static string? ChannelOf(ApplicationView view) => (view.App.Approval ?? view.Project?.Approval) is { } gate ? $"{gate.Chat}:{gate.Channel}" : null;
}
