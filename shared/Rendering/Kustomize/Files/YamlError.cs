using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Words a reader's problem the way kustomize words it.</summary>
internal static class YamlError
{
    public static BuildException Of(Problem problem, string? path, bool manifest)
    {
        // The original counts from 0 where its parser complains, and from 1 where its scanner does.
        var number = problem.Position.Line - (IsOfParser(problem.Message) ? 1 : 0);
        var line = number > 0 ? $"line {number}: " : "";
        var text = problem.Code == ProblemCode.YamlDuplicateKey
            ? $"yaml: unmarshal errors:\n  {line}mapping key {Key(problem.Message)} already defined{First(problem.Message)}"
            : $"yaml: {line}{Bare(problem.Message)}";
        if (problem.Code == ProblemCode.YamlBudget)
        {
            return new BuildException(problem.Code, problem.Message) { File = path, Position = problem.Position };
        }

        return new BuildException(problem.Code, manifest ? $"MalformedYAMLError: {text}{InFile(path)}" : text)
        {
            Position = problem.Position,
            MalformedYaml = true,
        };
    }

    /// <summary>The end of a message about a file.</summary>
    public static string InFile(string? path) => path is null ? "" : $" in File: {path}";

    // "While parsing a node, did not find expected node content." → "did not find expected node content"
    private static string Bare(string message)
    {
        var text = message.TrimEnd('.');
        var comma = text.StartsWith("While ", StringComparison.Ordinal) ? text.IndexOf(", ", StringComparison.Ordinal) : -1;
        text = comma < 0 ? text : text[(comma + 2)..];
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    private static bool IsOfParser(string message) =>
        message.StartsWith("While parsing", StringComparison.Ordinal) || message.StartsWith("Did not find expected", StringComparison.Ordinal);

    // "…, first in line 5." → " at line 5"
    private static string First(string message) =>
        message.LastIndexOf("first in line ", StringComparison.Ordinal) is var at and >= 0 ? $" at line {message[(at + "first in line ".Length)..].TrimEnd('.')}" : "";

    private static string Key(string message)
    {
        var from = message.IndexOf('\'', StringComparison.Ordinal);
        var to = message.LastIndexOf('\'');
        return from >= 0 && to > from ? $"\"{message[(from + 1)..to]}\"" : "";
    }
}
