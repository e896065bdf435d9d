using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

/// <summary>A trigger decodes, calls one handler and maps the answer.</summary>
public sealed partial class TriggerTests
{
    private const int LongestBody = 10;

    public static TheoryData<string> Triggers => [.. Checkout.Code("functions/Http", "functions/Queues", "functions/Timers").Where(HasFunction).Select(f => f.Path).DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(Triggers))]
    public void A_trigger_is_a_few_lines_without_decisions(string path)
    {
        Assert.SkipWhen(path == "none", "There are no triggers yet.");
        var text = Strings().Replace(File.ReadAllText(Path.Combine(Checkout.Root, path)), "\"\"");

        foreach (var body in Bodies(text))
        {
            var lines = body.Split('\n').Count(l => l.Trim() is not ("" or "{" or "}"));
            Assert.True(lines <= LongestBody, $"{path}: {lines} lines");
            Assert.DoesNotMatch(Decides(), body);
        }
    }

    [Fact]
    public void Function_names_are_unique_and_those_of_their_classes()
    {
        var functions = (
            from file in Checkout.Code("functions/Http", "functions/Queues", "functions/Timers")
            from line in file.Lines
            let found = FunctionName().Match(line)
            where found.Success
            select (file.Path, Name: found.Groups["name"].Value)).ToList();

        Assert.Equal(functions.Count, functions.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var misnamed = functions.Where(f => Path.GetFileNameWithoutExtension(f.Path) != f.Name);
        Assert.Empty(misnamed);
    }

    private static bool HasFunction(TextFile file) => file.Lines.Any(l => FunctionName().IsMatch(l));

    private static IEnumerable<string> Bodies(string text)
    {
        for (var at = text.IndexOf("[Function(", StringComparison.Ordinal); at >= 0; at = text.IndexOf("[Function(", at + 1, StringComparison.Ordinal))
        {
            var arrow = text.IndexOf("=>", at, StringComparison.Ordinal);
            var brace = text.IndexOf('{', at);
            yield return arrow >= 0 && (brace < 0 || arrow < brace) ? text[arrow..(text.IndexOf(";\n", arrow, StringComparison.Ordinal) + 1)] : Block(text, brace);
        }
    }

    private static string Block(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return text[open..at];
            }
        }

        return text[open..];
    }

    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex("""\[Function\((?:nameof\((?<name>\w+)\)|"(?<name>\w+)")""")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\b(?:for|foreach|while|catch|switch)\s*[\({]|\bHttpClient\b")]
    private static partial Regex Decides();
}
