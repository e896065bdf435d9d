using System.Text;
using Plumbline.Core.Events;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Planning;

namespace Plumbline.Simulation;

/// <summary>Checks of what happened on the way, not only of how things stand in the end: on the ledger, and on what was seen of the cluster and of all that was stored.</summary>
internal static class HistoryChecks
{
    // Who parks an application ends what is under way.
    private static readonly string[] Ends = [EventKind.OperationSucceeded, EventKind.OperationFailed, EventKind.OperationSuperseded, EventKind.Parked];

    /// <summary>I7: every operation begins once, ends once, and nothing is told of it afterwards.</summary>
    public static void Operations(ApplicationState state, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        foreach (var operation in events.Where(e => e.Operation is not null).OrderBy(e => e.Number).GroupBy(e => e.Operation))
        {
            var kinds = operation.Select(e => e.Kind).ToList();
            var begins = kinds.Count(k => k == EventKind.OperationStarted);
            var ends = kinds.Count(Ends.Contains);
            if (begins != 1 || kinds[0] != EventKind.OperationStarted || ends > 1 || (ends == 0 && state.Operation?.Id != operation.Key) || (ends == 1 && !Ends.Contains(kinds[^1])))
            {
                faults.Add($"I7 {state.Name}: the operation {operation.Key} went {string.Join(", ", kinds)}");
            }
        }
    }

    /// <summary>I4, I7: one operation at a time.</summary>
    public static void OneAtATime(string name, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        string? running = null;
        foreach (var e in events.Where(e => e.Operation is not null).OrderBy(e => e.Number))
        {
            if (e.Kind == EventKind.OperationStarted && running is not null)
            {
                faults.Add($"I4 {name}: the operation {e.Operation} began while {running} was under way");
            }

            running = Ends.Contains(e.Kind) ? null : e.Operation;
        }
    }

    /// <summary>I3: what is applied follows the order in which the branch moved; an older commit never comes after a newer one.</summary>
    public static void Order(string name, IReadOnlyList<string> tips, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        var at = 0;
        foreach (var e in events.Where(e => e.Kind == EventKind.OperationStarted).OrderBy(e => e.Number))
        {
            var commit = e.Commits.Count > 0 ? e.Commits[0].Commit : null;
            while (at < tips.Count && tips[at] != commit)
            {
                at++;
            }

            if (at == tips.Count)
            {
                faults.Add($"I3 {name}: event {e.Number} applies {commit?[..8]}, which the branch had left before the operation ahead of it");
                return;
            }
        }
    }

    /// <summary>I2: a delivery is one reason, however often it came.</summary>
    public static void Deliveries(string name, IReadOnlyList<AppEvent> events, List<string> faults) => faults.AddRange(events
        .Where(e => e.Kind == EventKind.Woken && e.Actor?.Contains("delivery", StringComparison.Ordinal) == true)
        .GroupBy(e => e.Actor).Where(g => g.Count() > 1)
        .Select(g => $"I2 {name}: {g.Key} is {g.Count()} reasons"));

    /// <summary>I13: an approval is given in time, to the newest question, by somebody.</summary>
    public static void Approvals(string name, IReadOnlyList<AppEvent> events, List<string> faults)
    {
        AppEvent? asked = null;
        foreach (var e in events.OrderBy(e => e.Number))
        {
            if (e.Kind == EventKind.ApprovalRequested)
            {
                asked = e;
            }
            else if (e.Kind == EventKind.Approved && (asked?.Gate != e.Gate || e.At >= asked?.Expires || string.IsNullOrEmpty(e.Actor)))
            {
                faults.Add($"I13 {name}: event {e.Number} approves {e.Gate} at {e.At:T} by '{e.Actor}'; the newest question is {asked?.Gate}, until {asked?.Expires:T}");
            }
        }
    }

    /// <summary>I4: the fence in the cluster is never ahead of the newest lease.</summary>
    public static void Fence(World world, ApplicationState state, List<string> faults)
    {
        foreach (var record in world.Cluster.All.Where(o => o.Name.StartsWith("fence-", StringComparison.Ordinal)))
        {
            var content = (Core.Objects.MapNode)record.Root["data"]!;
            if (content["app"]?.ToString() == state.Name && long.Parse(content["epoch"]!.ToString()!) > state.Epoch)
            {
                faults.Add($"I4 {state.Name}: the fence is at {content["epoch"]}, the newest lease at {state.Epoch}");
            }
        }
    }

    /// <summary>I5: the inventory knows the very objects that are live, not others of their names.</summary>
    public static void Uids(World world, ApplicationState state, Inventory? inventory, List<string> faults)
    {
        if (state.Observed is not { Sync: "Synced", Code: null } || state.Wanted > state.Done)
        {
            return;
        }

        foreach (var live in world.Cluster.All.Where(o => Tracking.OwnerOf(o) == state.Name))
        {
            if (inventory?.Find(live.Key) is { } item && item.Uid != live.Uid)
            {
                faults.Add($"I5 {state.Name}: {live.Key} is {live.Uid}, the inventory knows {item.Uid ?? "none"}");
            }
        }
    }

    /// <summary>I11: no secret value stands anywhere but in git and in the cluster.</summary>
    public static void Secrets(World world, List<string> faults)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Story.Canary));
        bool Leaks(string text) => text.Contains(Story.Canary, StringComparison.Ordinal) || text.Contains(encoded, StringComparison.Ordinal);
        faults.AddRange(world.Documents.All.Where(d => Leaks(d.Json)).Select(d => $"I11 the document {d.Key} holds a secret value"));
        faults.AddRange(world.Blobs.All.Where(b => Leaks(Encoding.UTF8.GetString(b.Value.Span))).Select(b => $"I11 the blob {b.Key} holds a secret value"));
        faults.AddRange(world.Outside.Said.Where(Leaks).Select(s => $"I11 it was told: {s}"));
    }
}
