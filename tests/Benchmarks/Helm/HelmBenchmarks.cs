using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;

namespace Plumbline.Benchmarks.Helm;

/// <summary>Warm renders in-process: charts and their templates are parsed already, as they are for every render of an application but the first.</summary>
[MemoryDiagnoser]
public class HelmBenchmarks
{
    private readonly HelmTemplate _engine = new(TimeProvider.System);
    private readonly IReadOnlyList<HelmValuesFile>[] _values =
        [.. Enumerable.Range(0, 1000).Select(n => (IReadOnlyList<HelmValuesFile>)[new HelmValuesFile("values.yaml", Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"replicaCount: {n % 7}\nenv: {{RELEASE: \"{n}\"}}\nresources: {{limits: {{memory: {n}Mi}}}}\n")))])];

    /// <summary>A chart as <c>helm create</c> begins it.</summary>
    [Benchmark(Baseline = true)]
    public int Small() => Render(Charts.Small, []);

    /// <summary>The same with three subcharts.</summary>
    [Benchmark]
    public int ThreeSubcharts() => Render(Charts.WithSubcharts, []);

    /// <summary>The same with 2,000 lines of values.</summary>
    [Benchmark]
    public int ManyValues() => Render(Charts.WithManyValues, []);

    /// <summary>1,000 releases of the small chart, each with values of its own.</summary>
    [Benchmark]
    public int ThousandReleases()
    {
        var length = 0;
        foreach (var values in _values)
        {
            length += Render(Charts.Small, values);
        }

        return length;
    }

    private int Render(MemorySourceTree chart, IReadOnlyList<HelmValuesFile> values)
    {
        var result = _engine.Run(new HelmRequest { Tree = chart, ReleaseName = "bench", ValueFiles = values }, CancellationToken.None);
        return result.Succeeded ? result.Text.Length : throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
