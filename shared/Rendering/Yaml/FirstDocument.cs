using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Yaml;

/// <summary>
/// The one document that counts in a text that configures something: what follows it is not looked at. Where the text is no YAML, or readers disagree about it, Go's reader
/// decides, because its words are told to users and rendered by templates.
/// </summary>
internal static class FirstDocument
{
    /// <summary>Reads it from UTF-8; null-valued where there is none.</summary>
    /// <exception cref="SyntaxFault">Go's reader does not take it.</exception>
    /// <exception cref="ProblemException">It is over a budget, or means nothing that can be read.</exception>
    public static Node Read(ReadOnlySpan<byte> bytes, string? file, YamlReadOptions options) => Read(GoUtf8.Text(bytes), file, options);

    /// <summary>Reads it; null-valued where there is none.</summary>
    /// <exception cref="SyntaxFault">Go's reader does not take it.</exception>
    /// <exception cref="ProblemException">It is over a budget, or means nothing that can be read.</exception>
    public static Node Read(string text, string? file, YamlReadOptions options)
    {
        SourcePosition? place = null;
        if (!IsDoubtful(text))
        {
            try
            {
                return First(text, file, options);
            }
            catch (ProblemException e) when (e.Problems[0].Code != ProblemCode.YamlBudget)
            {
                // Go's reader looks at the syntax of the whole document first, and only then at what it means.
                place = e.Problems[0].Position;
            }
        }

        return First(text[..End(text, place)], file, options);
    }

    // What readers disagree about: tabs, directives, and where a document ends.
    private static bool IsDoubtful(string text) =>
        text.Contains('\t') || text.StartsWith('%') || text.StartsWith("...", StringComparison.Ordinal) || text.Contains("\n%", StringComparison.Ordinal)
        || text.Contains("\n...", StringComparison.Ordinal) || text.Contains("\n---", StringComparison.Ordinal);

    private static int End(string text, SourcePosition? place)
    {
        try
        {
            return GoSyntax.CheckConfiguration(text);
        }
        catch (SyntaxFault fault) when (place is { } known)
        {
            throw fault.At(known);
        }
    }

    private static Node First(string text, string? file, YamlReadOptions options) =>
        YamlReader.ReadAll(text, file, options) is [var first, ..] ? first : ScalarNode.Null;
}
