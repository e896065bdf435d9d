using System.Text;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Tests.Helm.Conformance;

namespace Plumbline.Rendering.Tests.Helm.Functions;

/// <summary>
/// Every function with -1, 0, its length, the largest number, nil, the wrong type and the like in each position, against what Helm's engine gave:
/// <c>boundaries.tsv</c> says how it was recorded. A panic there is an error with file and line here, never an exception of ours (T-TPL-6).
/// </summary>
public sealed class FunctionBoundaryTests
{
    private const string File = "c/templates/main.yaml";

    // Go writes certificates that end before they begin; we say that this makes no sense.
    private const string NoSuchDays = "error creating certificate: it cannot be valid for";

    private static readonly ILookup<string, Row> Recorded = Rows().ToLookup(r => r.Name, StringComparer.Ordinal);

    private static readonly string[] Listed = [.. Recorded.Select(g => g.Key)];

    private readonly HelmTemplate _helm = new(TimeProvider.System);

    [Fact]
    public void Every_function_has_rows_and_every_row_a_function()
    {
        var registered = FunctionTables.Helm.All.Concat(GoBuiltins.Table.All).Select(f => f.Name).Distinct(StringComparer.Ordinal);

        Assert.Equal(registered.Order(StringComparer.Ordinal), Listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_position_of_a_function_has_its_borders()
    {
        string[] borders = ["-1", "0", "3", "4", "9223372036854775807", "nil", "\"\"", "1.5", "(list \"a\" \"b\" \"c\")", "(dict \"a\" 1)"];
        var functions = FunctionTables.Helm.All.Concat(GoBuiltins.Table.All).ToLookup(f => f.Name, StringComparer.Ordinal);

        foreach (var rows in Recorded)
        {
            var fixedPositions = functions[rows.Key].Min(f => f.Parameters.Length - (f.Variadic ? 1 : 0));
            foreach (var border in borders)
            {
                Assert.True(rows.Count(r => r.Arguments.Contains(border, StringComparison.Ordinal)) >= Math.Min(fixedPositions, 1), $"{rows.Key} with {border}");
            }
        }
    }

    public static TheoryData<string> Names() => [.. Listed];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_at_its_borders_gives_what_Helm_gives(string name)
    {
        var wrong = new StringBuilder();
        foreach (var row in Recorded[name])
        {
            var actual = Outcome(row);
            if (actual != (row.Outcome, row.Text) && (row.Outcome != "some" || !(actual.Outcome == "value" || actual.Text.Contains(NoSuchDays, StringComparison.Ordinal))))
            {
                wrong.Append($"{row.Name} {row.Arguments}\n  gave     {actual.Outcome} {actual.Text}\n  expected {row.Outcome} {row.Text}\n");
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private (string Outcome, string Text) Outcome(Row row)
    {
        var result = _helm.Run(Request(row), TestContext.Current.CancellationToken);
        if (result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error) is not { } problem)
        {
            return ("value", result.Text[1..]);
        }

        Assert.Equal("templates/main.yaml", problem.File);
        Assert.Equal(2, problem.Position.Line);
        return problem.Code == ProblemCode.RenderBudget ? ("budget", "") : ("error", problem.Message.TrimEnd());
    }

    private static HelmRequest Request(Row row) => new()
    {
        Tree = MemorySourceTree.Of(
        [
            ("Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"),
            ("templates/_part.tpl", "{{ define \"part\" }}[{{ . }}]{{ end }}"),
            ("templates/main.yaml", $"\n{{{{ {(row.Name + " " + row.Arguments).Trim()} | toJson }}}}"),
        ]),
        Raw = "templates/main.yaml",
    };

    private static IEnumerable<Row> Rows()
    {
        var path = Path.Combine(HelmConformanceFolder.CheckoutRoot(), "tests", "Rendering.Tests", "Helm", "Functions", "boundaries.tsv");
        foreach (var line in System.IO.File.ReadLines(path).Where(l => !l.StartsWith('#')))
        {
            var cells = line.Split('\t');
            yield return new Row(cells[0], cells[1], cells[2], Unescaped(cells[3]).Replace("<file>", File, StringComparison.Ordinal));
        }
    }

    private static string Unescaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i] != '\\' ? text[i] : text[++i] switch { 'n' => '\n', 't' => '\t', var other => other });
        }

        return result.ToString();
    }

    private sealed record Row(string Name, string Arguments, string Outcome, string Text);
}
