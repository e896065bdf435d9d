using System.Text;
using Plumbline.Core.Problems;

namespace Plumbline.Functions.Cli.Output;

/// <summary>Problems as people read them, the same shape in the terminal, the chat and the pull request.</summary>
internal static class ProblemText
{
    private const int CodeColumn = 60;

    /// <summary>What could not be done, the code, then each problem with its place and what to do.</summary>
    public static string Failure(string headline, IReadOnlyList<Problem> problems)
    {
        var text = new StringBuilder();
        var head = $"✖ {PlainText.Of(headline)}";
        var code = problems.Count == 0 ? "" : problems[0].Code;
        text.Append(head).Append(' ', Math.Max(2, CodeColumn - head.Length)).Append(code).Append('\n');
        foreach (var problem in problems)
        {
            Append(text, problem, code);
        }

        return text.ToString();
    }

    /// <summary>A line for something that did not stop the command.</summary>
    public static string Warning(Problem problem) => $"⚠ {Line(problem)}\n";

    /// <summary>A problem on one line.</summary>
    public static string Line(Problem problem) => PlainText.Of($"{Place(problem)}{Field(problem)}{problem.Message}{Hint(problem)} ({problem.Code})");

    private static void Append(StringBuilder text, Problem problem, string code)
    {
        // Messages of template engines quote what they choke on and may have several lines.
        text.Append("  ").Append(PlainText.Of(Place(problem) + Field(problem))).Append(PlainText.Lines(problem.Message.TrimEnd()).Replace("\n", "\n    ", StringComparison.Ordinal));
        text.Append(problem.Code == code ? "" : $"  ({problem.Code})").Append('\n');
        if (problem.Hint is { } hint)
        {
            text.Append("  Fix: ").Append(PlainText.Of(hint)).Append('\n');
        }
    }

    private static string Place(Problem problem) =>
        problem.File is not { } file ? "" : problem.Position.IsKnown ? $"{file}:{problem.Position.Line}:{problem.Position.Column}  " : $"{file}  ";

    private static string Field(Problem problem) => problem.Field is { } field ? $"{field}: " : "";

    private static string Hint(Problem problem) => problem.Hint is { } hint ? $" {hint}" : "";
}
