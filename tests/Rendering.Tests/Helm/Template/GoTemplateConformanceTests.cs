using System.Text;
using System.Text.Json;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Tests.Helm.Conformance;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>The language against what Go's own text/template answers.</summary>
public sealed class GoTemplateConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Templates_of_the_conformance_set_give_what_Go_gives()
    {
        var cases = HelmConformanceFolder.Lines("gotemplate.jsonl");
        var failures = new StringBuilder();
        var notes = new StringBuilder();
        var passed = 0;
        var exactErrors = 0;
        foreach (var @case in cases)
        {
            var (ok, exact, text) = Check(@case);
            passed += ok ? 1 : 0;
            exactErrors += exact ? 1 : 0;
            (ok ? notes : failures).Append(text.Length == 0 ? "" : $"{@case.GetProperty("id")}: {@case.GetProperty("template").GetRawText()}\n  {text}\n");
        }

        output.WriteLine($"gotemplate.jsonl: {passed} of {cases.Count} pass; {exactErrors} error texts equal to the letter\n{notes}");
        Assert.True(passed == cases.Count, failures.ToString());
    }

    private static (bool Ok, bool ExactError, string Text) Check(JsonElement @case)
    {
        var expected = @case.TryGetProperty("expected", out var e) ? e.GetString() : null;
        string actual;
        try
        {
            actual = Run(@case);
        }
        catch (TemplateException error)
        {
            var fragment = expected is null ? @case.GetProperty("errorFragment").GetString()! : null;
            var full = expected is null ? @case.GetProperty("error").GetString() : null;
            return fragment is not null && error.Message.Contains(fragment, StringComparison.Ordinal)
                ? (true, error.Message == full, error.Message == full ? "" : $"text differs: {error.Message}\n  expected {full}")
                : (false, false, $"error {error.Message}\n  expected {expected ?? full}");
        }

        return actual == expected
            ? (true, false, "")
            : (false, false, $"gave {JsonSerializer.Serialize(actual)}\n  expected {(expected is null ? @case.GetProperty("error").GetString() : JsonSerializer.Serialize(expected))}");
    }

    private static string Run(JsonElement @case)
    {
        var missing = @case.TryGetProperty("missingkey", out var m) ? m.GetString() : "default";
        var mode = missing switch { "zero" => MissingKey.Zero, "error" => MissingKey.Error, _ => MissingKey.Invalid };
        var set = new TemplateSet(FunctionTables.Go, mode);
        set.Parse("t", @case.GetProperty("template").GetString()!);
        var data = @case.TryGetProperty("data", out var d) ? GoTemplateCommand.ReadData(d.GetRawText()) : null;
        return set.Execute("t", data, new TemplateContext(new TemplateLimits(), TimeProvider.System, TestContext.Current.CancellationToken));
    }
}
