using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Events;
using Plumbline.Core.Gates;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Ledger;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;
using Plumbline.Reporting;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Planning;

namespace Plumbline.Simulation;

/// <summary>Checks a finished run against the invariants of reliability; each fault is a sentence that names the invariant.</summary>
internal static class Invariants
{
    /// <param name="seen">Counts the kinds of events, so that a run that does nothing is noticed.</param>
    public static async Task<IReadOnlyList<string>> Check(World world, IDictionary<string, int> seen)
    {
        var faults = new List<string>();
        await Deliveries(world, faults);
        HistoryChecks.Secrets(world, faults);
        faults.AddRange(world.Trespasses);
        foreach (var name in Story.Applications)
        {
            var state = (await world.Process.GetRequiredService<ApplicationStore>().Find(name, default))?.State;
            if (state is null)
            {
                var control = await world.Process.GetRequiredService<Sync.Registry.ControlRegistry>().State(default);
                faults.Add($"I1 {name}: never registered; {string.Join("; ", control?.Problems ?? ["the control repository neither"])}");
                continue;
            }

            Rest(state, faults);
            await Live(world, state, faults);
            var events = await Events(world, state, faults);
            foreach (var e in events)
            {
                seen[e.Kind] = (seen.TryGetValue(e.Kind, out var n) ? n : 0) + 1;
            }

            Told(world, state, events, faults);
            Gates(name, events, faults);
            HistoryChecks.Operations(state, events, faults);
            HistoryChecks.OneAtATime(name, events, faults);
            HistoryChecks.Order(name, world.Tips, events, faults);
            HistoryChecks.Deliveries(name, events, faults);
            HistoryChecks.Approvals(name, events, faults);
            HistoryChecks.Fence(world, state, faults);
            await Questions(world, state, events, faults);
        }

        return faults;
    }

    /// <summary>I1: what was answered with 2xx was looked at, or is parked with a reason.</summary>
    private static async Task Deliveries(World world, List<string> faults)
    {
        foreach (var id in world.Senders.Accepted)
        {
            if (await world.Process.GetRequiredService<IDeliveries>().Find(id, default) is not { } json)
            {
                faults.Add($"I1 delivery {id}: accepted and not there");
            }
            else if (DeliveryRecord.Parse(json)!.Status == DeliveryStatus.Received)
            {
                faults.Add($"I1 delivery {id}: accepted and never looked at");
            }
        }
    }

    /// <summary>I8, I10: every question ends once, or is still open; an approval leads to an operation, or is told to be worth nothing.</summary>
    private static async Task Questions(World world, ApplicationState state, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        if (state.Gate is { } pending && await world.Process.GetRequiredService<GateStore>().Find(pending.Id, default) is { State: not GateState.Open } gate)
        {
            faults.Add($"I8 {state.Name}: the question {pending.Id} is {gate.State} and nobody acted on it");
        }

        if (state.Gate is { } open && open.Expires + TimeSpan.FromMinutes(5) < world.Clock.GetUtcNow())
        {
            faults.Add($"I8 {state.Name}: the question {open.Id} outlives its end at {open.Expires:T}");
        }

        foreach (var asked in events.Where(e => e.Kind == EventKind.ApprovalRequested && e.Gate != state.Gate?.Id))
        {
            var ends = events.Where(e => e.Gate == asked.Gate && e.Kind is EventKind.Approved or EventKind.Rejected or EventKind.ApprovalExpired or EventKind.ApprovalVoided).ToList();
            var approval = ends.FirstOrDefault(e => e.Kind == EventKind.Approved);
            var worth = approval is null || ends.Any(e => e.Kind == EventKind.ApprovalVoided) ||
                events.Any(e => e.Kind == EventKind.OperationStarted && e.Plan == asked.Plan && e.Number > approval.Number);
            if (ends.Select(e => e.Kind).Distinct().Count() != ends.Count || ends.Count == 0 || !worth)
            {
                faults.Add($"I8 {state.Name}: the question {asked.Gate} about {asked.Plan?[..8]} ended with {(ends.Count == 0 ? "nothing" : string.Join(", ", ends.Select(e => e.Kind)))}");
            }
        }
    }

    /// <summary>I8: everything ends or waits with a time.</summary>
    private static void Rest(ApplicationState state, List<string> faults)
    {
        if (state.Operation is { } operation)
        {
            faults.Add($"I8 {state.Name}: the operation {operation.Id} is still {operation.Phase}: {operation.Message}");
        }

        if (state.Wanted > state.Done)
        {
            faults.Add($"I1 {state.Name}: asked {state.Wanted}, looked {state.Done}");
        }
    }

    /// <summary>I3, I5, I6: the newest revision is live, exactly; all of it is in the inventory.</summary>
    private static async Task Live(World world, ApplicationState state, List<string> faults)
    {
        var live = world.Cluster.All.Where(o => Tracking.OwnerOf(o) == state.Name).ToDictionary(o => o.Key);
        var inventory = await world.Process.GetRequiredService<InventoryStore>().Find(state.Name, default);
        foreach (var key in live.Keys.Where(k => inventory?.Find(k) is null))
        {
            faults.Add($"I5 {state.Name}: {key} is live and not in the inventory");
        }

        HistoryChecks.Uids(world, state, inventory, faults);

        // Where somebody has to ask or to agree, it is the newest commit that is live once all is in sync.
        if (state.Failed is not null || state.Observed?.Code is not null || (state.Name != "auto" && state.Observed?.Sync != "Synced"))
        {
            return;
        }

        var space = state.Name;
        var tree = await world.Git.Open(Core.Git.RepositoryUrl.Parse(World.Shop), new Core.Git.CommitId(world.Git.Repository(World.Shop).TipOf("refs/heads/main")!), default);
        var wanted = tree.List(RepoPath.Parse(Story.FolderOf(space)))
            .SelectMany(e => YamlReader.ReadAll(tree.Read(e.Path).Span, e.Path.Value, YamlReadOptions.Default))
            .Select(n => KubernetesObject.TryWrap(n)!).GroupBy(o => o.Name + o.Kind).Select(g => g.Last()).ToList();
        foreach (var target in wanted)
        {
            var key = target.Key with { Namespace = space };
            if (!live.TryGetValue(key, out var found))
            {
                faults.Add($"I3 {state.Name}: {key} is not live");
            }
            else if (key.Kind != "Secret" && !Core.Objects.Node.DeepEquals(found.Root["data"] ?? found.Root["spec"], target.Root["data"] ?? target.Root["spec"]))
            {
                faults.Add($"I3 {state.Name}: {key} is not as the newest commit has it");
            }
        }

        faults.AddRange(live.Keys.Where(k => wanted.All(w => w.Key with { Namespace = space } != k)).Select(k => $"I6 {state.Name}: {k} is not in the newest commit and still live"));
    }

    /// <summary>I10: every event once, in one whole chain.</summary>
    private static async Task<IReadOnlyList<AppEvent>> Events(World world, ApplicationState state, List<string> faults)
    {
        var ledger = world.Process.GetRequiredService<AppLedger>();
        if (await ledger.Verify(state.Name, default) is { } fault)
        {
            faults.Add($"I10 {state.Name}: {fault}");
        }

        var events = new List<AppEvent>();
        await foreach (var entry in ledger.Read(state.Name, 0, default))
        {
            if (entry.Kind != EventKind.Reported)
            {
                events.Add(AppEvent.Parse(entry.Body)!);
            }
        }

        var numbers = events.Select(e => e.Number).Order().ToList();
        if (!numbers.SequenceEqual(Enumerable.Range(1, (int)state.Events).Select(n => (long)n)))
        {
            faults.Add($"I10 {state.Name}: {state.Events} events, in the ledger {string.Join(",", numbers)}");
        }

        return events;
    }

    /// <summary>I9: what is shown outside is what the ledger says.</summary>
    private static void Told(World world, ApplicationState state, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        var expected = events.Aggregate(new ReportState(1, state.Name), (s, e) => RolloutFold.Apply(StatusFold.Apply(s, e), e));
        foreach (var status in expected.Statuses)
        {
            var key = (Core.Git.RepositoryUrl.Parse(status.Repository).Key, status.Commit, status.Context);
            if (!world.Outside.Statuses.TryGetValue(key, out var shown) || shown.State != status.State || shown.Description != status.Description)
            {
                faults.Add($"I9 {state.Name}: status of {status.Commit[..8]} is {shown?.State} '{shown?.Description}', should be {status.State} '{status.Description}'");
            }
        }

        if (expected.Rollout is { } rollout)
        {
            var shown = world.Outside.Messages.Values.Where(m => m.Key == rollout.Key).ToList();
            if (shown.Count != 1 || shown[0].Message.Title != RolloutMessage.Of(rollout).Title)
            {
                faults.Add($"I9 {state.Name}: the message is shown {shown.Count} times as '{(shown.Count > 0 ? shown[0].Message.Title : "")}', should be '{RolloutMessage.Of(rollout).Title}'");
            }
        }
    }

    /// <summary>I12, I13: nothing is applied under a gate without an approval of exactly that plan, and no approval serves twice.</summary>
    private static void Gates(string name, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        if (name == "auto")
        {
            return;
        }

        string? approved = null;
        foreach (var e in events.OrderBy(e => e.Number))
        {
            if (e.Kind == EventKind.Approved)
            {
                approved = e.Plan;
            }
            else if (e.Kind == EventKind.OperationStarted && e.Actor != "self-heal")
            {
                if (approved != e.Plan)
                {
                    faults.Add($"I12 {name}: event {e.Number} applies {e.Plan?[..8]} and approved is {approved?[..8] ?? "nothing"}");
                }

                approved = null;
            }
        }
    }
}
