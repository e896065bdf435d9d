using System.Text;
using BenchmarkDotNet.Attributes;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Benchmarks.Kustomize;

/// <summary>Warm builds in-process.</summary>
[MemoryDiagnoser]
public class KustomizeBenchmarks
{
    private readonly MemorySourceTree _small = new(new Dictionary<RepoPath, ReadOnlyMemory<byte>>
    {
        [RepoPath.Parse("kustomization.yaml")] = Encoding.UTF8.GetBytes("resources: [a.yaml]\nnamePrefix: x-\n"),
        [RepoPath.Parse("a.yaml")] = Encoding.UTF8.GetBytes("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
    });

    /// <summary>One object under a prefix.</summary>
    [Benchmark]
    public KustomizeResult Smallest() => KustomizeBuild.Run(_small, RepoPath.Root, KustomizeOptions.Default, CancellationToken.None);
}
