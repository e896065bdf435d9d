using System.Text.Json;
using Plumbline.Rendering.Helm;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Helm.Conformance;

using Directory = System.IO.Directory;

public sealed class ChartConformanceTests(ITestOutputHelper output)
{
    private readonly HelmTemplate _helm = new(TimeProvider.System);

    [Fact]
    public void Charts_render_as_recorded()
    {
        var folder = HelmConformanceFolder.Find();
        Assert.SkipWhen(folder is null || !System.IO.Directory.Exists(Path.Combine(folder, "cases")),
            "No cases: set PLUMBLINE_CONFORMANCE to the folder of conformance cases.");
        var tree = new FolderSourceTree(folder!);
        var results = System.IO.Directory.EnumerateDirectories(Path.Combine(folder!, "cases")).Order(StringComparer.Ordinal)
            .Select(c => Run(tree, c)).ToList();
        var failures = results.Where(r => r.Failure is not null).ToList();
        output.WriteLine($"charts: {results.Count - failures.Count} of {results.Count} cases pass");
        output.WriteLine($"documents: {results.Sum(r => r.SameDocuments)} of {results.Sum(r => r.Documents)} in order");
        output.WriteLine($"bytes: {results.Where(r => r.Failure is null).Sum(r => r.Bytes)} of {results.Sum(r => r.Bytes)}");
        output.WriteLine($"full error texts: {results.Count(r => r.SameError == true)} of {results.Count(r => r.SameError is not null)}");
        foreach (var other in results.Where(r => r.SameError == false))
        {
            output.WriteLine($"  other error text: {other.Id}");
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Select(f => $"{f.Id}: {f.Failure}")));
    }

    private CaseResult Run(ISourceTree tree, string folder)
    {
        var id = Path.GetFileName(folder);
        var args = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "args.json"))).RootElement;
        var arguments = args.GetProperty("args").EnumerateArray().Select(a => a.GetString()!).ToList();
        if (!arguments.Contains("--kube-version"))
        {
            arguments.AddRange(["--kube-version", args.GetProperty("defaultKubeVersion").GetString()!]);
        }

        var expectedFile = Path.Combine(folder, "expected.yaml");
        var expected = File.Exists(expectedFile) ? File.ReadAllText(expectedFile).Trim() : null;
        var documents = expected?.Split("\n---\n") ?? [];
        string? error = null;
        HelmResult? result = null;
        if (HelmTemplateArguments.TryParse(arguments, out var parsed, out error) &&
            parsed.TryRequest(tree, RepoPath.Parse("cases/" + id), out var request, out error))
        {
            result = _helm.Run(request, TestContext.Current.CancellationToken);
            error = result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error)?.Message;
        }

        if (expected is null)
        {
            var full = File.ReadAllText(Path.Combine(folder, "expected-error.txt")).Replace("Use --debug flag to render out invalid YAML", "").Trim();
            var fragment = args.TryGetProperty("errorFragment", out var f) ? f.GetString()! : "";
            var failure = error is null ? "does not fail" : error.Contains(fragment, StringComparison.Ordinal) ? null : $"fails with '{error}', not '{fragment}'";
            return new CaseResult(id, failure, 0, 0, 0, Sorted(error) == Sorted(full));
        }

        var actual = result?.Text.Trim() ?? "";
        var same = actual.Split("\n---\n").Zip(documents).Count(p => p.First.Trim() == p.Second.Trim());
        return new CaseResult(id, error is not null ? $"fails: {error}" : actual == expected ? Notes(folder, result!) : Difference(actual, expected),
            documents.Length, error is null ? same : 0, expected.Length, null);
    }

    // Helm lists the errors of a schema in no fixed order.
    private static string Sorted(string? error) => string.Join('\n', (error ?? "").Trim().Split('\n').Order(StringComparer.Ordinal));

    private static string? Notes(string folder, HelmResult result)
    {
        var file = Path.Combine(folder, "expected-notes.txt");
        return !File.Exists(file) || File.ReadAllText(file).Trim() == result.Notes.Trim() ? null : $"notes are '{result.Notes}'";
    }

    private static string Difference(string actual, string expected)
    {
        var at = actual.AsSpan().CommonPrefixLength(expected);
        return $"differs at {at}: '{Around(actual, at)}', not '{Around(expected, at)}'";
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 40)..Math.Min(text.Length, at + 60)].Replace("\n", "\\n");

    private sealed record CaseResult(string Id, string? Failure, int Documents, int SameDocuments, int Bytes, bool? SameError);
}
