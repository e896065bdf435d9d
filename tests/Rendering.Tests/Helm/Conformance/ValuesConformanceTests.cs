using System.Text.Json;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Conformance;

public sealed class ValuesConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Settings_read_as_recorded() => RunAll("strvals.jsonl", Setting);

    [Fact]
    public void Tables_join_as_recorded() => RunAll("coalesce.jsonl", Join);

    private void RunAll(string file, Func<JsonElement, string?> check)
    {
        var cases = HelmConformanceFolder.Lines(file);
        var failures = cases.Select(c => (Id: c.GetProperty("id").GetString(), Reason: check(c))).Where(r => r.Reason is not null).ToList();
        output.WriteLine($"{file}: {cases.Count - failures.Count} of {cases.Count} cases pass");
        Assert.True(failures.Count == 0, string.Join('\n', failures.Select(f => $"{f.Id}: {f.Reason}")));
    }

    private static string? Setting(JsonElement c)
    {
        var kind = c.GetProperty("function").GetString() switch
        {
            "set" => SetKind.Typed,
            "set-string" => SetKind.Text,
            "set-json" => SetKind.Json,
            "set-file" => SetKind.File,
            _ => SetKind.Literal,
        };
        var values = c.TryGetProperty("base", out var text) ? ValuesText.Read(text.GetString()!, "base") : new GoMap();
        try
        {
            ValueSources.ApplySetting(kind, c.GetProperty("input").GetString()!, ref values, path =>
                c.TryGetProperty("files", out var files) && files.TryGetProperty(path, out var content)
                    ? content.GetString()!
                    : throw new GoErrorException($"open {path}: no such file or directory"));
        }
        catch (GoErrorException e)
        {
            return !c.TryGetProperty("errorFragment", out var fragment) ? $"fails: {e.Message}"
                : e.Message.Contains(fragment.GetString()!, StringComparison.Ordinal) ? null : $"fails with '{e.Message}', not '{fragment}'";
        }

        return Compare(c, values);
    }

    private static string? Join(JsonElement c)
    {
        var warnings = new List<string>();
        var destination = ValuesText.Read(c.GetProperty("destination").GetString()!, "destination");
        var source = ValuesText.Read(c.GetProperty("source").GetString()!, "source");
        return Compare(c, new ValueTables(warnings).Join(destination, source, "", c.GetProperty("function").GetString() == "merge"));
    }

    private static string? Compare(JsonElement c, GoMap values)
    {
        if (!c.TryGetProperty("expected", out var expected))
        {
            return "does not fail";
        }

        var actual = GoValueJson.Of(values);
        return GoValueJson.Same(GoValueJson.Parse(expected), actual) ? null : $"is {actual?.ToJsonString()}, not {expected.GetRawText()}";
    }
}
