using Plumbline.Core.Gates;
using Plumbline.Core.State;
using Plumbline.Support.State;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Outside;
using Plumbline.Sync.ReadSets;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What removed applications leave behind goes with the nightly cleaning, and nothing else does.</summary>
public sealed class LeftoverTests
{
    private const string Repository = "git.test/acme/shop";

    private static readonly string Both = $"{App()}---\n{App("depot", path: "depot", space: "depot")}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_removed_application_looked_at_goes_and_what_others_looked_at_stays()
    {
        var system = await Synced();
        await system.Register(Token, ("apps.yaml", App()));
        Assert.Equal(2, await ReadSets(system));

        await Clean(system);
        await Clean(system);

        Assert.Equal(1, await ReadSets(system));
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Contains(system.Cluster.All, o => o.Name == "config" && Plumbline.Core.Json.JsonTree.ToText(o.Root).Contains("\"a\":\"2\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_goes_from_the_compacted_index_as_well()
    {
        var system = await Synced();
        var store = system.Get<ReadSetStore>();
        for (var i = 0; i < 80; i++)
        {
            await store.Record(Repository, new ReadSetEntry("depot", 100 + i, "HEAD", 1, [1], []), Token);
        }

        await store.Load(Repository, Token);
        await system.Register(Token, ("apps.yaml", App()));

        await Clean(system);

        Assert.Equal(1, await ReadSets(system));
    }

    [Fact]
    public async Task Application_that_comes_back_meanwhile_keeps_what_it_looks_at_then()
    {
        var system = await Synced();
        var store = system.Get<ReadSetStore>();

        await store.Forget(Repository, async (app, token) =>
        {
            if (app == "depot")
            {
                await store.Record(Repository, new ReadSetEntry(app, 0, "HEAD", long.MaxValue, [7], []), token);
            }

            return app == "depot";
        }, Token);

        Assert.Equal(["depot", "shop"], (await store.Load(Repository, Token)).Tracking("HEAD"));
    }

    [Fact]
    public async Task Cleaning_that_was_cut_off_is_made_up_for_by_the_next()
    {
        var system = await Synced();
        await system.Register(Token, ("apps.yaml", App()));
        await system.Get<ChartTips>().Note(Follows("depot"), Token);
        system.Documents.Faults.Plan = (method, _) => method == "Delete" ? StorageFault.AnswerLost : StorageFault.None;

        await Assert.ThrowsAsync<StorageException>(() => Clean(system));
        system.Documents.Faults.Plan = null;
        await Clean(system);

        Assert.Equal(1, await ReadSets(system));
        Assert.DoesNotContain(system.Documents.All, d => d.Key.Partition == "charts");
    }

    [Fact]
    public async Task Charts_are_followed_for_applications_that_are_there()
    {
        var system = await Synced();
        await system.Get<ChartTips>().Note(Follows("shop"), Token);
        await system.Get<ChartTips>().Note(Follows("gone"), Token);

        await Clean(system);

        Assert.Contains("shop", Assert.Single(system.Documents.All, d => d.Key.Partition == "charts").Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_that_are_long_over_go_and_one_that_is_waited_for_stays()
    {
        var system = new SyncSystem(App(metadata: Gated), s => s with { RetentionDays = 30, ApprovalExpiry = TimeSpan.FromDays(90) });
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var waiting = (await system.State("shop", Token)).Gate!.Id;
        await system.Gates.Open(Question(system, "over"), Token);
        system.Clock.Advance(TimeSpan.FromDays(31));
        await system.Gates.Open(Question(system, "new"), Token);

        await Clean(system);

        Assert.Null(await system.Gates.Find("over", Token));
        Assert.NotNull(await system.Gates.Find("new", Token));
        Assert.NotNull(await system.Gates.Find(waiting, Token));
    }

    [Fact]
    public async Task Presses_are_forgotten_after_a_day()
    {
        var system = await Synced();
        var presses = system.Get<PressMemory>();
        await presses.Note("v0=old", system.Clock.GetUtcNow(), Token);
        system.Clock.Advance(TimeSpan.FromHours(25));
        await presses.Note("v0=new", system.Clock.GetUtcNow(), Token);

        await Clean(system);

        Assert.False(await presses.Knows("v0=old", Token));
        Assert.True(await presses.Knows("v0=new", Token));
    }

    private static async Task<SyncSystem> Synced()
    {
        var system = new SyncSystem(Both);
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("depot/config.yaml", ConfigMap("stock")));
        Assert.Equal(2, await ReadSets(system));
        return system;
    }

    private static Task Clean(SyncSystem system) => system.Get<IRetention>().Clean(Token);

    private static async Task<int> ReadSets(SyncSystem system) => (await system.Get<ReadSetStore>().Load(Repository, Token)).Count;

    private static FollowedChart Follows(string app) => new(1, app, "default", "https://charts.test", "web", "1.*", "1.2.3");

    private static Gate Question(SyncSystem system, string id) =>
        new(1, id, "shop", new string('7', 64), "slack:#deploys", [], system.Clock.GetUtcNow(), system.Clock.GetUtcNow().AddHours(8));
}
