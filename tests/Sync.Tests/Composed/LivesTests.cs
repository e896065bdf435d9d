namespace Plumbline.Sync.Tests.Composed;

/// <summary>An application that was removed and comes back under its name is a new one, and nothing of the old one stands in its way (I3, I4).</summary>
public sealed class LivesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fence_of_an_earlier_life_does_not_keep_the_next_one_from_writing()
    {
        var system = await Returned();

        await system.Push(Token, ("config.yaml", ConfigMap("config", "9")));

        Assert.Equal("9", system.Value);
    }

    [Fact]
    public async Task Push_that_touches_what_only_the_new_life_reads_is_noticed()
    {
        var system = await Returned("deploy");
        await system.Push(Token, ("deploy/config.yaml", ConfigMap("config", "9")));
        Assert.Equal("9", system.Value);

        await system.Push(Token, ("deploy/config.yaml", ConfigMap("config", "10")));

        Assert.Equal("10", system.Value);
    }

    [Fact]
    public async Task Store_that_was_lost_does_not_keep_the_application_from_being_written()
    {
        var system = await Returned();
        await system.Get<Apps.ApplicationStore>().Update("shop", s => s! with { Epoch = 1 }, Token);

        await system.Push(Token, ("config.yaml", ConfigMap("config", "9")));
        await system.Pass(TimeSpan.FromMinutes(2), Token);

        Assert.Equal("9", system.Value);
    }

    private static async Task<SyncSystem> Returned(string path = ".")
    {
        var system = new SyncSystem(App());
        for (var n = 0; n < 6; n++)
        {
            await system.Push(Token, ("config.yaml", ConfigMap("config", $"{n}")));
        }

        await system.Register(Token, ("apps.yaml", "# none\n"));
        Assert.Null(await system.Get<Apps.ApplicationStore>().Find("shop", Token));
        await system.Register(Token, ("apps.yaml", App(path: path)));
        return system;
    }
}
