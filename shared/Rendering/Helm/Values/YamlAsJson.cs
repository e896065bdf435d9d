using System.Globalization;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// The first document of a YAML text on its way through JSON, as Helm's library reads it: what follows it is not looked at, and what is wrong with it is told in that
/// library's words, because <c>fromYaml</c> makes them part of what a template renders.
/// </summary>
internal static class YamlAsJson
{
    // Helm's reader takes the last of two equal keys.
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins, ThroughJson = true };

    /// <summary>Reads it; null-valued where there is none.</summary>
    /// <exception cref="GoErrorException">It is no YAML, or has no form in JSON.</exception>
    public static Node Read(string text, string file)
    {
        try
        {
            return GoText.ContainsEscapedByte(text) ? FirstDocument.Read(GoText.ToBytes(text), file, Options) : FirstDocument.Read(text, file, Options);
        }
        catch (SyntaxFault fault)
        {
            throw Error($"yaml: {fault.OfConfiguration}", fault);
        }
        catch (ProblemException e)
        {
            var problem = e.Problems[0];
            var message = problem.Message.TrimEnd('.');
            throw Error(problem.Code == ProblemCode.YamlBudget ? message : Words(problem, text) ?? $"yaml: line {Math.Max(problem.Position.Line, 1)}: {message}", e);
        }
    }

    private static GoErrorException Error(string why, Exception cause) => new($"error converting YAML to JSON: {why}", cause);

    /// <summary>What is syntax for both but has no meaning: names that lead nowhere, keys and numbers that JSON cannot have. Null for everything else.</summary>
    public static string? Words(Problem problem, string text)
    {
        var message = problem.Message.TrimEnd('.');
        var place = Place(problem.Position, text);
        if (message.StartsWith("The anchor '&", StringComparison.Ordinal))
        {
            return $"yaml: unknown anchor '{message["The anchor '&".Length..].Split('\'')[0]}' referenced";
        }

        if (message.StartsWith("The alias '*", StringComparison.Ordinal))
        {
            return $"yaml: anchor '{message["The alias '*".Length..].Split('\'')[0]}' value contains itself";
        }

        switch (message)
        {
            case "A merge key takes a map or a list of maps":
                return "yaml: map merge requires map or sequence of maps as the value";
            case "The number has no form in JSON":
                return $"json: unsupported value: {NoNumber(text.AsSpan(place))}";
            case "A key must not be null":
                return $"unsupported map key of type: %!s(<nil>), key: <nil>, value: {Value(AfterColon(text, place))}";
            case ['T', 'h', 'e', ' ', 'k', 'e', 'y', ..] when message.EndsWith("is above the range of whole numbers", StringComparison.Ordinal):
                return $"unsupported map key of type: uint64, key: 0x{ulong.Parse(message.Split(' ')[2], CultureInfo.InvariantCulture):x}, value: {Value(AfterColon(text, place))}";
            case "A key must be a single value":
                return $"yaml: invalid map key: {Value(text[place..Closing(text, place)])}";
            default:
                return null;
        }
    }

    private static string NoNumber(ReadOnlySpan<char> text) =>
        text.StartsWith("-") ? "-Inf" : text.StartsWith(".nan", StringComparison.OrdinalIgnoreCase) ? "NaN" : "+Inf";

    private static int Place(SourcePosition position, string text)
    {
        var at = 0;
        for (var line = 1; line < position.Line && text.IndexOf('\n', at) is >= 0 and var end; line++)
        {
            at = end + 1;
        }

        return Math.Min(at + Math.Max(position.Column - 1, 0), text.Length);
    }

    private static string AfterColon(string text, int at)
    {
        var line = text.AsSpan(at);
        line = line.IndexOf('\n') is >= 0 and var end ? line[..end] : line;
        var value = line.IndexOf(':') is >= 0 and var colon ? line[(colon + 1)..] : "";

        // Between brackets something else may follow.
        var isFlow = text.AsSpan(0, at).Count('{') > text.AsSpan(0, at).Count('}');
        return (isFlow && value.IndexOfAny(',', '}') is >= 0 and var close ? value[..close] : value).ToString();
    }

    // Where the bracket that opens at a place closes.
    private static int Closing(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            depth += text[i] is '[' or '{' ? 1 : text[i] is ']' or '}' ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    // As Go's %#v shows it.
    private static string Value(string text)
    {
        try
        {
            return GoSyntaxText.Of(GoValues.FromNode(FirstDocument.Read(text, "", Options)));
        }
        catch (Exception e) when (e is ProblemException or SyntaxFault)
        {
            return GoSyntaxText.Of(text.Trim());
        }
    }
}
