using Plumbline.Core.State;
using Plumbline.Sync.Handlers;
using Plumbline.Support.State;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Storage that does not answer for a while is passing trouble: nobody is blamed and nothing is lost (R-STORE).</summary>
public sealed class StorageOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blobs_that_cannot_be_read_for_a_while_park_nobody()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        system.Commit(("config.yaml", ConfigMap("config", "2")));
        await system.Get<IRefCheck>().Check(Token);
        system.Blobs.Faults.Down = true;

        for (var minute = 0; minute < 10; minute++)
        {
            await Attempt(system);
            system.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        system.Blobs.Faults.Down = false;
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Equal("2", (system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" }).Root["data"] as Core.Objects.MapNode)?["a"]?.ToString());
    }

    [Fact]
    public async Task Application_is_given_back_at_once_when_the_host_stops()
    {
        var system = new SyncSystem(App());
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Get<IRefCheck>().Check(Token);
        using var stop = new CancellationTokenSource();
        system.Unreachable = _ =>
        {
            stop.Cancel();
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => system.Get<IReconcileHandler>().Reconcile("shop", stop.Token));

        Assert.Null((await system.State("shop", Token)).Lease);
    }

    private static async Task Attempt(SyncSystem system)
    {
        try
        {
            await system.Get<IReconcileHandler>().Reconcile("shop", Token);
        }
        catch (StorageException)
        {
            // The queue would bring it again.
        }
    }
}
