using System.Text;
using System.Text.Json;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Tests.Helm.Conformance;

namespace Plumbline.Rendering.Tests.Helm.Recorded;

/// <summary>What the originals answered to templates of our own, results and error texts to the letter. The first line of each file says who answered.</summary>
public sealed class RecordedAnswerTests
{
    [Fact]
    public void Language_answers_as_Go() => Compare("language.jsonl", Execute);

    [Fact]
    public void Functions_answer_as_in_Helm() => Compare("functions.jsonl", Render);

    private static void Compare(string file, Func<JsonElement, (string? Text, string? Error)> answer)
    {
        var path = Path.Combine(HelmConformanceFolder.CheckoutRoot(), "tests", "Rendering.Tests", "Helm", "Recorded", file);
        var wrong = new StringBuilder();
        foreach (var @case in File.ReadLines(path).Skip(1).Select(l => JsonDocument.Parse(l).RootElement))
        {
            var expected = (Text(@case, "text"), Text(@case, "error"));
            var actual = answer(@case);
            if (actual != expected)
            {
                wrong.Append($"{Text(@case, "template")}\n  gave     {actual}\n  expected {expected}\n");
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static (string? Text, string? Error) Execute(JsonElement @case)
    {
        var data = @case.TryGetProperty("data", out var d) ? d.GetRawText() : null;
        try
        {
            return (GoTemplateCommand.Execute("t", Text(@case, "template")!, data, Text(@case, "missingkey"), sprig: false, TimeProvider.System, TestContext.Current.CancellationToken), null);
        }
        catch (GoTemplateException error)
        {
            return (null, error.Message);
        }
    }

    private static (string? Text, string? Error) Render(JsonElement @case)
    {
        var request = new HelmRequest
        {
            Tree = MemorySourceTree.Of(
            [
                ("Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"),
                ("values.yaml", Text(@case, "values") ?? ""),
                ("templates/main.yaml", Text(@case, "template")!),
            ]),
            ReleaseName = "rel",
            Namespace = "ns",
            KubeVersion = "v1.33.0",
            Raw = "templates/main.yaml",
        };
        var result = new HelmTemplate(TimeProvider.System).Run(request, TestContext.Current.CancellationToken);
        return result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error) is { } problem ? (null, problem.Message.TrimEnd()) : (result.Text, null);
    }

    private static string? Text(JsonElement @case, string field) => @case.TryGetProperty(field, out var value) ? value.GetString() : null;
}
