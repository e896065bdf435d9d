namespace Plumbline.Sync.Tests.Composed;

/// <summary>Many objects cost many times one object, not many times many.</summary>
public sealed class SizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_object_costs_the_same_number_of_calls_however_many_there_are()
    {
        var few = await Calls(50);
        var many = await Calls(2000);

        Assert.InRange(many.Sync, 1, 6 * 2000);
        Assert.InRange(many.Look, 1, 40 * few.Look);
        Assert.InRange(many.Prune, 1, 45 * few.Prune);
        Assert.Equal(few.Scan, many.Scan);
    }

    [Fact]
    public async Task What_is_told_of_many_objects_is_short()
    {
        var system = new SyncSystem(App(policy: "{automated: {prune: true}, syncOptions: [CreateNamespace=true], retry: {limit: 0}}"));
        await system.Push(Token, ("config.yaml", string.Join("---\n", Enumerable.Range(0, 300).Select(n => ConfigMap($"config{n}")))));
        await system.Push(Token, ("config.yaml", ConfigMap("config0")));
        system.Cluster.Fault = call => call is { Verb: "Apply", IsDryRun: false } ? new Core.Kubernetes.ClusterException(Core.Kubernetes.ClusterFailure.Forbidden, "not today") : null;
        await system.Push(Token, ("config.yaml", string.Join("---\n", Enumerable.Range(0, 300).Select(n => ConfigMap($"config{n}", "2")))));

        var longest = 0;
        await foreach (var entry in system.Get<Core.Ledger.AppLedger>().Read("shop", 0, Token))
        {
            longest = Math.Max(longest, entry.Body.Length);
        }

        Assert.InRange(longest, 1, 6000);
        Assert.Contains(system.Cluster.Writes, w => w.Verb == "delete");
    }

    private static async Task<(int Sync, int Look, int Scan, int Prune)> Calls(int count)
    {
        var system = new SyncSystem(App());
        var files = Enumerable.Range(0, count).Chunk(500).Select((chunk, i) => ($"part{i}.yaml", string.Join("---\n", chunk.Select(n => ConfigMap($"config{n}"))))).ToArray();
        var sync = await During(system, () => system.Push(Token, files));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        var look = await During(system, () => system.Ask("shop", Token));
        var scan = await During(system, () => system.ScanForDrift(Token));
        var prune = await During(system, () => system.Push(Token, ("part0.yaml", ConfigMap("config0"))));
        Assert.Single(system.Cluster.All, o => o is { Kind: "ConfigMap", Namespace: "shop" });
        return (sync, look, scan, prune);
    }

    private static async Task<int> During(SyncSystem system, Func<Task> work)
    {
        var before = system.Cluster.Calls.Count;
        await work();
        return system.Cluster.Calls.Count - before;
    }
}
