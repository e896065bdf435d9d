using BenchmarkDotNet.Attributes;
using Plumbline.Sync.Tests.Composed;

namespace Plumbline.Benchmarks.Sync;

/// <summary>A look at an application of 50 objects, with everything outside of the process answering at once: what is left is our own work.</summary>
[MemoryDiagnoser]
public class ReconcileBenchmarks
{
    private const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
        """;

    private readonly SyncSystem _system = new(Application);
    private int _dryRuns;

    /// <summary>Deploys it once.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        await _system.Push(CancellationToken.None, [.. Enumerable.Range(0, 25).SelectMany(n => ((string, string)[])[($"config{n}.yaml", ConfigMap(n)), ($"web{n}.yaml", Deployment(n))])]);
        _dryRuns = _system.Cluster.DryRuns;
    }

    /// <summary>Nothing has changed: render, live state, plan, save.</summary>
    [Benchmark]
    public async Task NoChange() => await _system.Look("shop", CancellationToken.None);

    /// <summary>Says so when the looks have cost dry runs.</summary>
    [GlobalCleanup]
    public void Check()
    {
        if (_system.Cluster.DryRuns != _dryRuns)
        {
            throw new InvalidOperationException($"{_system.Cluster.DryRuns - _dryRuns} dry runs");
        }
    }

    private static string ConfigMap(int n) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config{n}}}, data: {{a: b, c: d, e: f}}}}";

    private static string Deployment(int n) => """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web@n, labels: {app: web@n}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web@n}}
          template:
            metadata: {labels: {app: web@n}}
            spec:
              containers:
                - {name: web, image: "web:1", ports: [{containerPort: 80}], env: [{name: A, value: b}], resources: {limits: {memory: 64Mi}}}
        """.Replace("@n", $"{n}", StringComparison.Ordinal);
}
