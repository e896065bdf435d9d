using System.Text;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>
/// The engine beside a real <c>kustomize</c> (5.8) where one is on the path: the same bytes, or an error on both sides.
/// <c>PLUMBLINE_SEEDS=FROM-TO</c> runs more random kustomizations, or the one of a find.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int FirstSeed = 1;
    private const int LastSeed = 120;

    [Fact]
    public void Random_kustomizations_give_what_the_real_one_gives()
    {
        var real = RealKustomize.OnPath();
        output.WriteLine(real is null ? "no kustomize on PATH" : $"compared with {real.Program}");
        Assert.SkipWhen(real is null, "No kustomize on PATH (Debian's package 'kustomize' carries 5.8 since forky).");
        var (from, to) = Seeds();
        var (same, failed, differences) = (0, 0, new List<string>());
        for (var seed = from; seed <= to; seed++)
        {
            var difference = Compare(real!, seed, ref same, ref failed);
            if (difference is not null)
            {
                differences.Add($"seed {seed}: {difference}");
            }
        }

        output.WriteLine($"seeds {from} to {to}: {same} with the same bytes, {failed} errors on both sides, {differences.Count} differences");
        Assert.True(same > (to - from) / 10, "hardly any random kustomization builds");
        Assert.Empty(differences);
    }

    [Fact]
    public void Recorded_cases_give_what_the_real_one_gives()
    {
        var real = RealKustomize.OnPath();
        output.WriteLine(real is null ? "no kustomize on PATH" : $"compared with {real.Program}");
        Assert.SkipWhen(real is null, "No kustomize on PATH (Debian's package 'kustomize' carries 5.8 since forky).");
        Assert.SkipWhen(ConformanceCase.All.Count == 0, "No recorded builds: set PLUMBLINE_CONFORMANCE to their folder.");
        var differences = new List<string>();
        foreach (var c in ConformanceCase.All)
        {
            var (yaml, error) = real!.Build(c.Input, c.Root, c.Flags);
            var ours = c.Run();
            if (yaml is null == ours.Succeeded || (yaml is not null && yaml != ours.ToYaml()))
            {
                differences.Add($"{c.Id}{(yaml is null ? ": " + error : "")}");
            }
        }

        output.WriteLine($"{ConformanceCase.All.Count - differences.Count} of {ConformanceCase.All.Count} the same");
        Assert.Empty(differences);
    }

    /// <summary>The generator itself: what it makes is mostly well-formed, so that comparing means something.</summary>
    [Fact]
    public void Random_kustomizations_build_or_fail_with_a_problem()
    {
        var built = 0;
        for (var seed = FirstSeed; seed <= LastSeed; seed++)
        {
            var result = Ours(RandomKustomization.Make(seed).Files, seed);
            Assert.NotEqual(result.Succeeded, result.Problems.Count > 0);
            built += result.Succeeded ? 1 : 0;
        }

        Assert.True(built > LastSeed / 10, $"only {built} of {LastSeed} build");
    }

    private static string? Compare(RealKustomize real, int seed, ref int same, ref int failed)
    {
        var files = RandomKustomization.Make(seed).Files;
        var folder = Directory.CreateTempSubdirectory("plumbline-kustomize-").FullName;
        try
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            var (yaml, error) = real.Build(folder, "top", Ordered(seed) ? [] : ["--reorder", "none"]);
            var ours = Ours(files, seed);
            switch (yaml, ours.Succeeded)
            {
                // Where the original ends itself over its own bookkeeping there is nothing to be equal to.
                case (null, _) when error.Contains("panic:", StringComparison.Ordinal):
                case (null, false):
                    failed++;
                    return null;
                case (null, true):
                    return "only the real one fails: " + error;
                case (_, false):
                    return "only ours fails: " + ours.Error;
                default:
                    same++;
                    return yaml == ours.ToYaml() ? null : "the bytes differ";
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Ordered(int seed) => seed % 2 == 0;

    private static KustomizeResult Ours(Dictionary<string, string> files, int seed) => KustomizeBuild.Run(
        new MemorySourceTree(files.Select(f => KeyValuePair.Create(RepoPath.Parse(f.Key), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.Value)))),
        RepoPath.Parse("top"),
        KustomizeOptions.Default with { Reorder = Ordered(seed) ? Reordering.Unspecified : Reordering.None },
        CancellationToken.None);

    private static (int From, int To) Seeds() => Environment.GetEnvironmentVariable("PLUMBLINE_SEEDS")?.Split('-') is [var from, var to]
        ? (int.Parse(from), int.Parse(to)) : (FirstSeed, LastSeed);
}
