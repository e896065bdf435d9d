using Plumbline.Core.Objects;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>The inventory covers what is ours, and only that (I5).</summary>
public sealed class InventoryTests
{
    private static readonly ResourceKey Config = new("", "ConfigMap", "shop", "config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_found_in_sync_are_covered_where_the_inventory_was_lost()
    {
        var system = await Synced();
        await system.Blobs.Delete("inventory/shop", Token);

        await system.Ask("shop", Token);
        Assert.NotNull((await Inventory(system)).Find(Config)?.Uid);
        await system.Push(Token, ("other.yaml", ConfigMap("other")));

        Assert.DoesNotContain(system.Cluster.All, o => o.Key == Config);
    }

    [Fact]
    public async Task Object_that_left_the_sources_and_is_gone_is_forgotten()
    {
        var system = new SyncSystem(App(policy: "{automated: {}, syncOptions: [CreateNamespace=true]}"));
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("other.yaml", ConfigMap("other")));
        await system.Push(Token, ("other.yaml", ConfigMap("other")));
        Assert.NotNull((await Inventory(system)).Find(Config));
        system.Cluster.Remove(Config);

        await system.ScanForDrift(Token);
        Assert.Null((await Inventory(system)).Find(Config));
        var wanted = (await system.State("shop", Token)).Wanted;
        await system.ScanForDrift(Token);

        Assert.Equal(wanted, (await system.State("shop", Token)).Wanted);
    }

    [Fact]
    public async Task What_others_write_into_an_object_that_stays_as_git_has_it_is_looked_at_once()
    {
        var system = await Synced();
        system.Cluster.Edit(Config, root => ((MapNode)root["data"]!).Set("theirs", ScalarNode.Of("x")));

        await system.ScanForDrift(Token);
        var wanted = (await system.State("shop", Token)).Wanted;
        await system.ScanForDrift(Token);

        Assert.Equal(wanted, (await system.State("shop", Token)).Wanted);
    }

    [Fact]
    public async Task Look_that_finds_everything_as_noted_does_not_write_the_inventory()
    {
        var system = await Synced();
        var written = await Written(system);
        system.Clock.Advance(TimeSpan.FromMinutes(1));

        await system.Ask("shop", Token);

        Assert.Equal(written, await Written(system));
    }

    private static async Task<DateTimeOffset> Written(SyncSystem system)
    {
        await foreach (var (_, written) in system.Blobs.List("inventory/", Token))
        {
            return written;
        }

        throw new InvalidOperationException("There is no inventory.");
    }

    private static async Task<SyncSystem> Synced()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("other.yaml", ConfigMap("other")));
        return system;
    }

    private static async Task<Inventory> Inventory(SyncSystem system) => (await system.Get<InventoryStore>().Find("shop", Token))!;
}
