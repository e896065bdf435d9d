using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Yaml;

/// <summary>
/// The one document that counts in a text that configures something, taken apart as Go's reader does, because what it makes of a text and its words for what it refuses are told
/// to users and rendered by templates. What follows the document is not looked at, and its syntax comes before what it means.
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
        if (text.Length > options.MaxBytes)
        {
            throw new ProblemException(new Problem(ProblemCode.YamlBudget, $"The text has {text.Length} characters; at most {options.MaxBytes} are read.") { File = file });
        }

        return GoSyntax.ReadConfiguration(text, file, options);
    }
}
