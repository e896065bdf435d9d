using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Planning;

public sealed class PlanTests
{
    private static readonly PlanEntry Change = new(PlanAction.Change, "apps", "v1", "Deployment", "web", "cart")
    {
        Uid = "u1",
        Fields = [new PlannedField("spec.replicas", "3", "5", "kubectl")],
    };

    private static readonly Plan Plan = new(1, "shop", "c1", "r1", "p1", [Change, new PlanEntry(PlanAction.Unchanged, "", "v1", "Service", "web", "cart")]);

    public static TheoryData<string, object> Differences => new()
    {
        { "another cluster", Plan with { Cluster = "c2" } },
        { "other rendered bytes", Plan with { Render = "r2" } },
        { "other rules", Plan with { Policy = "p2" } },
        { "another field", Plan with { Entries = [Change with { Fields = [new PlannedField("spec.replicas", "4", "5", "kubectl")] }] } },
        { "a deletion more", Plan with { Entries = [Change, new PlanEntry(PlanAction.Prune, "", "v1", "Secret", "web", "s") { Uid = "u2" }] } },
        { "another object", Plan with { Entries = [Change with { Uid = "u9" }] } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Digest_changes_with_whatever_was_shown(string what, object other) => Assert.True(Plan.Digest != ((Plan)other).Digest, what);

    [Fact]
    public void Digest_does_not_change_with_objects_that_stay_as_they_are() =>
        Assert.Equal(Plan.Digest, (Plan with { Entries = [Change] }).Digest);

    [Fact]
    public void Lines_name_deletions_first_and_say_how_many_are_left_out()
    {
        var plan = Plan with { Entries = [Change, Change with { Name = "b" }, new PlanEntry(PlanAction.Prune, "", "v1", "Secret", "web", "s")] };

        Assert.Equal(["delete Secret web/s", "and 2 more"], plan.Lines(2));
    }
}
