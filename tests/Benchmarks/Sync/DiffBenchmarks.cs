using BenchmarkDotNet.Attributes;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Kubernetes.Diff;
using Plumbline.Support.Kubernetes;

namespace Plumbline.Benchmarks.Sync;

/// <summary>One Deployment against the live object: the proof that nothing changed, and the list of fields where something did.</summary>
[MemoryDiagnoser]
public class DiffBenchmarks
{
    private readonly ObjectComparison _comparison = new();
    private readonly KubernetesObject _desired = Deployment("web:1");
    private KubernetesObject _live = null!;
    private KubernetesObject _predicted = null!;

    /// <summary>Applies the object to a fake of an API server, which notes who owns what.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        var cluster = new FakeCluster(TimeProvider.System);
        cluster.WriteAs("somebody", KubernetesObject.TryWrap((MapNode)YamlReader.ReadOne("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", null, YamlReadOptions.Default))!);
        var resource = cluster.Catalog.Find("apps", "v1", "Deployment")!;
        await cluster.Apply(resource, _desired, new ApplyOptions(DryRun: false, Force: true), CancellationToken.None);
        _live = (await cluster.Get(resource, "shop", "web", CancellationToken.None))!;
        _predicted = await cluster.Apply(resource, Deployment("web:2"), new ApplyOptions(DryRun: true, Force: true), CancellationToken.None);
        if (!Unchanged() || Changed() != 1)
        {
            throw new InvalidOperationException("the comparison says something else");
        }
    }

    /// <summary>Proves from the owners of fields that applying again would change nothing.</summary>
    [Benchmark(Baseline = true)]
    public bool Unchanged() => _comparison.IsCertainlyUnchanged(_desired, _live);

    /// <summary>Lists the fields that would change.</summary>
    [Benchmark]
    public int Changed() => _comparison.Compare(_live, _predicted).Count;

    private static KubernetesObject Deployment(string image) => KubernetesObject.TryWrap((MapNode)YamlReader.ReadOne("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - {name: web, image: "@image", ports: [{containerPort: 80, protocol: TCP}], env: [{name: A, value: b}, {name: C, value: d}], resources: {limits: {memory: 64Mi}}}
                - {name: proxy, image: "proxy:1", args: [a, b, c], volumeMounts: [{name: config, mountPath: /config}]}
              volumes: [{name: config, configMap: {name: proxy}}]
        """.Replace("@image", image, StringComparison.Ordinal), null, YamlReadOptions.Default))!;
}
