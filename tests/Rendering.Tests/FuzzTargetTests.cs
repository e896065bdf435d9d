using System.Diagnostics;
using Plumbline.Fuzz;

namespace Plumbline.Rendering.Tests;

/// <summary>A bounded, seeded run of every fuzz target over its corpus. <c>PLUMBLINE_MUTATIONS</c> makes it longer, <c>PLUMBLINE_FUZZ_SEED</c> another one.</summary>
public sealed class FuzzTargetTests(ITestOutputHelper output)
{
    private static readonly int MutationsPerTarget = Setting("PLUMBLINE_MUTATIONS", 4_000);
    private static readonly int Seed = Setting("PLUMBLINE_FUZZ_SEED", 20_260_801);

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_survives_its_corpus_and_mutations_of_it(string name)
    {
        var target = FuzzTarget.All.Single(t => t.Name == name);
        var corpus = Corpus.Of(target);
        Assert.NotEmpty(corpus);
        foreach (var (file, bytes) in corpus)
        {
            Try(target, bytes, file);
        }

        var random = new Random(Seed);
        for (var i = 0; i < MutationsPerTarget; i++)
        {
            var (file, bytes) = corpus[random.Next(corpus.Count)];
            Try(target, Corpus.Mutate(bytes, corpus[random.Next(corpus.Count)].Bytes, random), $"{file}, seed {Seed}, turn {i}");
        }

        output.WriteLine($"{name}: {corpus.Count} inputs, {MutationsPerTarget} mutations");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    private static void Try(FuzzTarget target, byte[] input, string what)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            target.Run(input);
        }
        catch (Exception error)
        {
            Assert.Fail($"{target.Name}, {what}: {error}\ninput (base64): {Convert.ToBase64String(input)}");
        }

        Assert.True(watch.Elapsed < target.Budget, $"{target.Name}, {what}: took {watch.Elapsed}; input (base64): {Convert.ToBase64String(input)}");
    }
}
