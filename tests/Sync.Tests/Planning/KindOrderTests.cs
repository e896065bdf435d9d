using CsCheck;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Planning;

public sealed class KindOrderTests
{
    private static readonly Gen<PlanEntry> Entries = Gen.Select(
        Any("Namespace", "Secret", "ConfigMap", "Deployment", "Service", "Ingress", "Widget", "Job"),
        Any("a", "b", "c"), Any("x", "y", "z"),
        (kind, space, name) => new PlanEntry(PlanAction.Create, "", "v1", kind, space, name));

    private static Gen<string> Any(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Plan Of(IEnumerable<PlanEntry> entries) => new(1, "app", "cluster", "render", "policy", [.. entries]);

    [Fact]
    public void Batches_do_not_depend_on_the_order_of_the_input() => Entries.Array[0, 20].Select(Gen.Int).Sample((entries, seed) =>
    {
        var distinct = entries.DistinctBy(e => e.Key).ToList();
        var shuffled = distinct.OrderBy(e => HashCode.Combine(seed, e.Key)).ToList();

        Assert.Equal(PlanBatches.ToApply(Of(distinct)).SelectMany(b => b), PlanBatches.ToApply(Of(shuffled)).SelectMany(b => b));
    });

    [Fact]
    public void What_others_need_comes_first()
    {
        string[] kinds = ["Ingress", "Widget", "Deployment", "Service", "ConfigMap", "Namespace", "CustomResourceDefinition"];
        var plan = Of(kinds.Select(k => new PlanEntry(PlanAction.Create, "", "v1", k, "", "n")));

        Assert.Equal(
            ["Namespace", "ConfigMap", "CustomResourceDefinition", "Service", "Deployment", "Ingress", "Widget"],
            PlanBatches.ToApply(plan).Select(b => b.Single().Kind));
    }

    [Fact]
    public void Deleting_goes_the_other_way_and_leaves_what_is_kept()
    {
        var plan = Of(
        [
            new PlanEntry(PlanAction.Prune, "", "v1", "Namespace", "", "n"), new PlanEntry(PlanAction.Prune, "apps", "v1", "Deployment", "n", "d"),
            new PlanEntry(PlanAction.Prune, "", "v1", "Secret", "n", "s") { Kept = true },
        ]);

        Assert.Equal(["Deployment", "Namespace"], PlanBatches.ToPrune(plan).Select(b => b.Single().Kind));
    }
}
