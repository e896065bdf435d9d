using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Benchmarks.Kustomize;

/// <summary>Warm builds in-process, each beside the real program as a process where one is on the path.</summary>
[MemoryDiagnoser]
public class KustomizeBenchmarks
{
    private static readonly RepoPath App = RepoPath.Parse("app");

    private readonly KustomizeCache _cache = new();
    private MemorySourceTree _tree = null!;
    private string _folder = "";

    /// <summary>What is built.</summary>
    [Params("small", "patch", "200", "1000")]
    public string Sample { get; set; } = "small";

    /// <summary>Lays the sample out on disk for the program.</summary>
    [GlobalSetup]
    public void Lay()
    {
        var files = Sample switch
        {
            "small" => SampleKustomizations.Small,
            "patch" => SampleKustomizations.PatchOverlay,
            _ => SampleKustomizations.Overlay(int.Parse(Sample)),
        };
        _tree = SampleKustomizations.Tree(files);
        _folder = Directory.CreateTempSubdirectory("plumbline-benchmark-").FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        _ = KustomizeBuild.Run(_tree, App, KustomizeOptions.Default with { Cache = _cache }, CancellationToken.None);
    }

    /// <summary>Takes it away.</summary>
    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>The real program; the time to start a process that does nothing where there is none.</summary>
    [Benchmark(Baseline = true)]
    public int RealProgram()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Program != "true")
        {
            start.ArgumentList.Add("build");
            start.ArgumentList.Add(Path.Combine(_folder, "app"));
        }

        using var process = Process.Start(start)!;
        var length = process.StandardOutput.ReadToEnd().Length;
        process.WaitForExit();
        return length;
    }

    /// <summary>Nothing kept from earlier builds: every file is parsed.</summary>
    [Benchmark]
    public int InProcess() => KustomizeBuild.Run(_tree, App, KustomizeOptions.Default, CancellationToken.None).ToYaml().Length;

    /// <summary>The same app at a revision where nothing it read has changed.</summary>
    [Benchmark]
    public int SecondRender() => KustomizeBuild.Run(_tree, App, KustomizeOptions.Default with { Cache = _cache }, CancellationToken.None).ToYaml().Length;

    private static string Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kustomize")).FirstOrDefault(File.Exists) ?? "true";
}
