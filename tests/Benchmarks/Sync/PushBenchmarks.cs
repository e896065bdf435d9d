using BenchmarkDotNet.Attributes;
using Plumbline.Core.Sources;
using Plumbline.Sync.ReadSets;

namespace Plumbline.Benchmarks.Sync;

/// <summary>Which of 10,000 applications of one repository a push touches.</summary>
[MemoryDiagnoser]
public class PushBenchmarks
{
    private const int Applications = 10_000;
    private const int Teams = 100;
    private byte[] _stored = [];
    private ReadSetIndex _index = new([]);
    private MemorySourceTree _tree = MemorySourceTree.Of();
    private RepoPath[] _changed = [];

    /// <summary>Every application reads three files of its own folder, one of its team and one of all; it lists its folder and misses two names.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _tree = MemorySourceTree.Of(
        [
            ("base/common.yaml", "1"),
            .. Enumerable.Range(0, Teams).Select(t => ($"teams/{t}/team.yaml", "1")),
            .. Enumerable.Range(0, Applications).SelectMany(a => ((string, string)[])[($"apps/{a}/a.yaml", "1"), ($"apps/{a}/b.yaml", "1"), ($"apps/{a}/kustomization.yaml", "1")]),
        ]);
        var entries = Enumerable.Range(0, Applications).Select(Entry).ToList();
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            entries.ForEach(e => e.Write(writer));
        }

        _stored = stream.ToArray();
        _index = new ReadSetIndex(entries);
        _changed = [.. Enumerable.Range(0, 20).Select(n => RepoPath.Parse($"apps/{n * 37}/a.yaml")), RepoPath.Parse("teams/7/team.yaml"), RepoPath.Parse("docs/readme.md")];
        if (Push() is var touched and not 119)
        {
            throw new InvalidOperationException($"{touched} applications are touched");
        }
    }

    /// <summary>A push of 22 files, one of which a hundred applications read; 119 are touched.</summary>
    [Benchmark(Baseline = true)]
    public int Push() => _index.Affected("main", _changed, _tree).Count;

    /// <summary>A push of one file that all applications read.</summary>
    [Benchmark]
    public int PushOfTheBase() => _index.Affected("main", [RepoPath.Parse("base/common.yaml")], _tree).Count;

    /// <summary>Reading the stored read sets and indexing them, as a host does that has just started.</summary>
    [Benchmark]
    public int Load()
    {
        using var reader = new BinaryReader(new MemoryStream(_stored));
        return new ReadSetIndex([.. Enumerable.Range(0, Applications).Select(_ => ReadSetEntry.Read(reader))]).Count;
    }

    private ReadSetEntry Entry(int app)
    {
        var tree = new RecordingSourceTree(_tree);
        foreach (var file in (string[])[$"apps/{app}/kustomization.yaml", $"apps/{app}/a.yaml", $"apps/{app}/b.yaml", $"teams/{app % Teams}/team.yaml", "base/common.yaml"])
        {
            tree.Read(RepoPath.Parse(file));
        }

        tree.List(RepoPath.Parse($"apps/{app}"));
        tree.Find(RepoPath.Parse($"apps/{app}/kustomization.yml"));
        tree.Find(RepoPath.Parse($"apps/{app}/Kustomization"));
        return ReadSetEntry.Of($"app-{app}", 0, "main", 1, tree.Reads);
    }
}
