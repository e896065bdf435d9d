namespace Plumbline.Sync.Tests.Composed;

/// <summary>What is remembered of syncs (APP-9; issue 3, item 6).</summary>
public sealed class HistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 10)]
    [InlineData(", revisionHistoryLimit: 3", 3)]
    [InlineData(", revisionHistoryLimit: 12", 12)]
    [InlineData(", revisionHistoryLimit: 0", 1)]
    public async Task Application_says_how_many_syncs_are_kept_and_the_newest_always_is(string limit, int kept)
    {
        var system = new SyncSystem(App(more: limit));

        for (var n = 0; n < 13; n++)
        {
            await system.Push(Token, ("config.yaml", ConfigMap("config", $"{n}")));
        }

        var history = (await system.State("shop", Token)).History;
        Assert.Equal(kept, history.Count);
        Assert.Equal(13 - kept, history.Count == 0 ? 0 : 13 - history.Count);
    }

    [Fact]
    public async Task Entry_says_what_who_when_and_which_commit()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        var entry = Assert.Single((await system.State("shop", Token)).History);
        Assert.Equal("Succeeded", entry.Phase);
        Assert.Equal("automated sync", entry.Initiator);
        Assert.Equal(2, entry.Counts.Create);
        Assert.True(entry.Ended >= entry.Started);
        Assert.Equal(system.Git.Repository(SyncSystem.Shop).TipOf("refs/heads/main"), Assert.Single(entry.Commits).Commit);
    }
}
