using BenchmarkDotNet.Attributes;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Benchmarks.Kustomize;

/// <summary>1,000 overlays over one base of 20 objects, all rendered by one instance.</summary>
[MemoryDiagnoser]
public class OverlayBenchmarks
{
    private const int Overlays = 1_000;

    private readonly MemorySourceTree _tree = SampleKustomizations.Tree(SampleKustomizations.ManyOverlays(Overlays));

    /// <summary>Files are kept between builds: the base is parsed once.</summary>
    [Benchmark(Baseline = true)]
    public int Kept() => RenderAll(new KustomizeCache());

    /// <summary>Nothing is kept.</summary>
    [Benchmark]
    public int Apart() => RenderAll(null);

    private int RenderAll(KustomizeCache? cache)
    {
        var length = 0;
        for (var i = 0; i < Overlays; i++)
        {
            length += KustomizeBuild.Run(_tree, RepoPath.Parse($"over{i}"), KustomizeOptions.Default with { Cache = cache }, CancellationToken.None).ToYaml().Length;
        }

        return length;
    }
}
