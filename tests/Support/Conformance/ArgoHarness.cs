using Plumbline.Core.Objects;

namespace Plumbline.Support.Conformance;

/// <summary>Asks our code the questions of an area of Argo CD's cases. What it has no answer for is counted by function and never passes.</summary>
/// <param name="area">The area: <c>sources</c>, <c>diff</c>, <c>sync</c>.</param>
/// <param name="answers">Who answers, by function; an answer of null is "cannot be asked here".</param>
public sealed class ArgoHarness(string area, IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> answers)
{
    /// <summary>Cases in which we differ on purpose, by id, with the reason. One that does not differ any more is a failure.</summary>
    public IReadOnlyDictionary<string, string> Differences { get; init; } = new Dictionary<string, string>();

    /// <summary>Functions that other tests ask; not counted here.</summary>
    public IReadOnlyCollection<string> Elsewhere { get; init; } = [];

    /// <summary>Runs all cases and tells about them.</summary>
    /// <returns>What to say, and what is wrong; both empty where there are no cases.</returns>
    public (IReadOnlyList<string> Report, IReadOnlyList<string> Failures) Run()
    {
        var (passed, differing) = (0, 0);
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<string>();
        foreach (var item in ArgoCases.All(area))
        {
            var id = item.TextAt("id");
            var functions = Steps(item).Select(s => s.Function).ToList();
            if (functions.Exists(Elsewhere.Contains))
            {
                continue;
            }

            var (asked, difference) = Ask(item);
            if (!asked)
            {
                skipped[functions[^1]] = skipped.GetValueOrDefault(functions[^1]) + 1;
            }
            else if (Differences.ContainsKey(id))
            {
                differing++;
                if (difference is null)
                {
                    failures.Add($"{id}: is listed as a difference and is none");
                }
            }
            else if (difference is null)
            {
                passed++;
            }
            else
            {
                failures.Add($"{id}: {difference}");
            }
        }

        var failed = differing + failures.Count;
        List<string> report = passed + failed == 0 ? [] :
        [
            $"Argo CD {area}: {passed}/{failed}/{skipped.Values.Sum()} passed/failed/skipped, {differing} of the failed on purpose",
            .. failures.Select(f => $"  failed: {f}"),
            .. Differences.Select(d => $"  on purpose: {d.Key}: {d.Value}"),
            .. skipped.Select(s => $"  skipped: {s.Value} of {s.Key}"),
        ];
        return (report, failures);
    }

    private (bool Asked, string? Difference) Ask(MapNode item)
    {
        var asked = false;
        foreach (var (call, expectation) in Questions(item))
        {
            if (answers.GetValueOrDefault(call.Function)?.Invoke(call) is not { } answer)
            {
                return (false, null);
            }

            asked = true;
            if (ArgoExpectation.Differs(expectation, answer) is { } difference)
            {
                return (true, difference);
            }
        }

        return (asked, null);
    }

    private static IEnumerable<(ArgoCall Call, MapNode Expectation)> Questions(MapNode item) =>
        from step in Steps(item)
        where step.At.Has("expected") || step.At.Has("checks")
        select (new ArgoCall(item, step.Function, step.At["input"] as MapNode ?? new MapNode()), step.At);

    private static IEnumerable<(string Function, MapNode At)> Steps(MapNode item) =>
        item["steps"] is ListNode steps ? steps.OfType<MapNode>().Select(s => (s.TextAt("call"), s)) : [(item.TextAt("function"), item)];
}
