using System.Text;
using System.Text.Json;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Tests.Helm.Conformance;

namespace Plumbline.Rendering.Tests.Helm.Functions;

/// <summary>Every function against what Helm's own engine answers, in a chart of one template.</summary>
public sealed class FunctionConformanceTests(ITestOutputHelper output)
{
    private const string ChartYaml = "apiVersion: v2\nname: c\nversion: 0.1.0\nappVersion: \"1.2.3\"\ndescription: A test chart\n";

    // Texts of parsers that are not ours to repeat: the TOML reader's own sentence, and the type names in a YAML library's refusal of null keys.
    private static readonly string[] OtherWording = ["fn/encoding-fromToml-bad-=-toJson-77550f30", "fn/encoding-fromYaml-1-one-ntrue-t-nnull-n-t-bdfe4155"];

    [Fact]
    public void Snippets_of_the_conformance_set_give_what_Helm_gives()
    {
        var cases = HelmConformanceFolder.Lines("functions.jsonl");
        var helm = new HelmTemplate(TimeProvider.System);
        var failures = new StringBuilder();
        var unexpected = 0;
        var notes = new StringBuilder();
        var groups = new SortedDictionary<string, (int Passed, int All)>(StringComparer.Ordinal);
        foreach (var @case in cases)
        {
            var (ok, text) = Checked(helm, @case);
            var group = @case.GetProperty("group").GetString()!;
            var (passed, all) = groups.GetValueOrDefault(group);
            unexpected += ok || OtherWording.Contains(@case.GetProperty("id").GetString()) ? 0 : 1;
            groups[group] = (passed + (ok ? 1 : 0), all + 1);
            (ok ? notes : failures).Append(text.Length == 0 ? "" : $"{@case.GetProperty("id")}: {@case.GetProperty("template").GetRawText()}\n  {text}\n");
        }

        var total = groups.Values.Sum(g => g.Passed);
        output.WriteLine($"functions.jsonl: {total} of {cases.Count} pass ({string.Join(", ", groups.Select(g => $"{g.Key} {g.Value.Passed}/{g.Value.All}"))})\n{notes}");
        Assert.True(unexpected == 0, failures.ToString());
    }

    // An exception that is not the engine's own is a failure of that case, not of the whole run.
    private static (bool Ok, string Text) Checked(HelmTemplate helm, JsonElement @case)
    {
        try
        {
            return Check(helm, @case);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return (false, $"gave     {error}");
        }
    }

    private static (bool Ok, string Text) Check(HelmTemplate helm, JsonElement @case)
    {
        var expected = Text(@case, "expected");
        var result = helm.Run(Request(@case), TestContext.Current.CancellationToken);
        var error = result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error)?.Message;
        if (expected is null)
        {
            var fragment = Text(@case, "errorFragment")!;
            var full = Text(@case, "error");
            return error is not null && error.Contains(fragment, StringComparison.Ordinal)
                ? (true, error == full ? "" : $"text differs: {error}\n  expected {full}")
                : (false, $"gave {error ?? JsonSerializer.Serialize(result.Text)}\n  expected {full}");
        }

        return error is null && result.Text == expected
            ? (true, "")
            : (false, $"gave     {(error is null ? JsonSerializer.Serialize(result.Text) : error)}\n  expected {JsonSerializer.Serialize(expected)}");
    }

    private static HelmRequest Request(JsonElement @case)
    {
        var files = new List<(string Path, string Text)>
        {
            ("Chart.yaml", ChartYaml),
            ("values.yaml", Text(@case, "values") ?? ""),
            ("templates/main.yaml", Text(@case, "template")!),
        };
        if (Text(@case, "helpers") is { } helpers)
        {
            files.Add(("templates/_helpers.tpl", helpers));
        }

        if (@case.TryGetProperty("files", out var more))
        {
            files.AddRange(more.EnumerateObject().Select(f => (f.Name, f.Value.GetString()!)));
        }

        return new HelmRequest
        {
            Tree = MemorySourceTree.Of(files),
            ReleaseName = "rel",
            Namespace = "ns",
            KubeVersion = "v1.33.0",
            Raw = "templates/main.yaml",
            ValueFiles = Text(@case, "user_values") is { } values ? [new HelmValuesFile("values-user.yaml", Encoding.UTF8.GetBytes(values))] : [],
        };
    }

    private static string? Text(JsonElement @case, string field) => @case.TryGetProperty(field, out var value) ? value.GetString() : null;
}
