using BenchmarkDotNet.Attributes;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Tests.Composed;

namespace Plumbline.Benchmarks.Sync;

/// <summary>Looks at applications of many objects, with everything outside of the process answering at once: what an object costs must not grow with their number.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {syncOptions: [CreateNamespace=true]}
        """;

    private readonly SyncSystem _same = new(Application);
    private readonly SyncSystem _changed = new(Application);
    private readonly SyncSystem _new = new(Application);
    private readonly SyncSystem _gone = new(Application);

    /// <summary>How many objects the application has.</summary>
    [Params(1000, 5000)]
    public int Objects { get; set; }

    /// <summary>Deploys them; then all objects of one are changed, and of another all but one are gone.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        foreach (var system in (SyncSystem[])[_same, _changed, _gone])
        {
            await system.Push(CancellationToken.None, Files("1"));
            await system.Ask("shop", CancellationToken.None);
        }

        _changed.Commit(Files("2"));
        await _changed.CheckRefs(CancellationToken.None);
        _gone.Commit(Files("1")[0]);
        await _gone.CheckRefs(CancellationToken.None);
        await _new.Push(CancellationToken.None, Files("1"));
    }

    /// <summary>Nothing has changed.</summary>
    [Benchmark]
    public Task Same() => Look(_same);

    /// <summary>Every object has changed, and waits for somebody to ask for the sync.</summary>
    [Benchmark]
    public Task Changed() => Look(_changed);

    /// <summary>No object is there yet.</summary>
    [Benchmark]
    public Task New() => Look(_new);

    /// <summary>Nearly every object is gone from the sources.</summary>
    [Benchmark]
    public Task Gone() => Look(_gone);

    private static async Task Look(SyncSystem system)
    {
        await system.Get<ApplicationWaker>().Wake("shop", new WakeReason(WakeKind.Refs, "benchmark"), CancellationToken.None);
        await system.Get<IReconcileHandler>().Reconcile("shop", CancellationToken.None);
    }

    private (string, string)[] Files(string value) =>
        [.. Enumerable.Range(0, Objects).Chunk(250).Select((chunk, i) => ($"part{i}.yaml", string.Join("---\n", chunk.Select(n =>
            $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config{n}}}, data: {{a: '{value}', b: x, c: y}}}}\n"))))];
}
