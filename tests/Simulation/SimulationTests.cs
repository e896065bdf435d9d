using Plumbline.Core.Events;

namespace Plumbline.Simulation;

/// <summary>Runs of the whole system under a seed, checked against I1, I3, I5, I6, I8, I9, I10, I12 and I13 when all is drained; hosts die at the named places.</summary>
public sealed class SimulationTests
{
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("PLUMBLINE_SEEDS"), out var n) ? n : 500;

    private static int First => int.TryParse(Environment.GetEnvironmentVariable("PLUMBLINE_SEED"), out var n) ? n : 1;

    private static readonly string[] Expected =
    [
        EventKind.Registered, EventKind.PlanMade, EventKind.RenderFailed, EventKind.DriftFound, EventKind.ApprovalRequested, EventKind.Approved, EventKind.Rejected,
        EventKind.ApprovalExpired, EventKind.ApprovalVoided, EventKind.OperationStarted, EventKind.OperationSucceeded, EventKind.OperationSuperseded,
    ];

    [Fact]
    public async Task Composed_system_keeps_its_invariants_under_every_seed()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var hits = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = First; seed < First + Seeds; seed++)
        {
            var run = new Run(seed);
            IReadOnlyList<string> faults;
            try
            {
                run.Play(400);
                faults = await Invariants.Check(run.World, seen);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                faults = [e.ToString()];
            }

            foreach (var (point, times) in run.World.Kills)
            {
                hits[point] = hits.GetValueOrDefault(point) + times;
            }

            Assert.True(faults.Count == 0, $"""
                seed {seed}:
                {string.Join('\n', faults)}
                Replay: PLUMBLINE_SEED={seed} PLUMBLINE_SEEDS=1 dotnet run --project tests/Simulation
                """);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Seeds} seeds; events: {string.Join(", ", seen.Select(h => $"{h.Key} {h.Value}"))}; killed at: {string.Join(", ", hits.Select(h => $"{h.Key} {h.Value}"))}");
        if (Seeds >= 100)
        {
            // A simulation in which something never happens proves nothing about it.
            Assert.Superset(new HashSet<string>(Expected), new HashSet<string>(seen.Keys));
            Assert.True(hits.Count >= 8, $"killed only at {string.Join(", ", hits.Keys)}");
        }
    }

    [Fact]
    public void Run_of_a_seed_repeats_exactly()
    {
        var first = new Run(7);
        first.Play(200);
        var second = new Run(7);
        second.Play(200);

        Assert.Equal(first.World.Documents.All, second.World.Documents.All);
    }
}
