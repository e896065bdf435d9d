using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using YamlDotNet.Core;

namespace Plumbline.Core.Yaml;

/// <summary>
/// The one YAML reader. It walks parser events with budgets and turns every failure into a <see cref="ProblemException"/>
/// with line and column; no input ends the process or takes longer than its size warrants (threats T-YAML-1 to T-YAML-7).
/// JSON is read as the YAML it is.
/// </summary>
public static class YamlReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all documents. Empty documents (nothing, or comments only) are left out; a written <c>null</c> is kept.</summary>
    /// <param name="bytes">UTF-8, a byte order mark allowed once.</param>
    /// <param name="file">Path for problems; null when the text has no file.</param>
    /// <param name="options">Dialect and budgets.</param>
    /// <exception cref="ProblemException">The text is not YAML, or over a budget.</exception>
    public static IReadOnlyList<Node> ReadAll(ReadOnlySpan<byte> bytes, string? file, YamlReadOptions options)
    {
        if (bytes.Length > options.MaxBytes)
        {
            throw Refuse(ProblemCode.YamlBudget, $"The text has {bytes.Length} bytes; at most {options.MaxBytes} are read.", file, default);
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            return ReadAll(Strict.GetString(bytes), file, options);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(ProblemCode.YamlEncoding, "The text is not UTF-8.", file, PositionOf(bytes));
        }
    }

    /// <summary>Reads all documents of a text that is already decoded.</summary>
    /// <exception cref="ProblemException">The text is not YAML, or over a budget.</exception>
    public static IReadOnlyList<Node> ReadAll(string text, string? file, YamlReadOptions options)
    {
        if (text.Length > options.MaxBytes)
        {
            throw Refuse(ProblemCode.YamlBudget, $"The text has {text.Length} characters; at most {options.MaxBytes} are read.", file, default);
        }

        CheckCharacters(text, file);
        return Parse(text, file, options, QuotedLines.MostRepairs);
    }

    private static IReadOnlyList<Node> Parse(string text, string? file, YamlReadOptions options, int repairs)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        var builder = new EventTreeBuilder(new Parser(scanner), file, options);
        try
        {
            return builder.Documents();
        }
        catch (YamlException e) when (repairs > 0 && QuotedLines.Repaired(text, e) is not null)
        {
            return Parse(QuotedLines.Repaired(text, e)!, file, options, repairs - 1);
        }
        catch (YamlException e) when (repairs > 0 && BlockLines.Repaired(text, e) is not null)
        {
            return Parse(BlockLines.Repaired(text, e)!, file, options, repairs - 1);
        }
        catch (YamlException e)
        {
            throw Refuse(ProblemCode.YamlSyntax, Sentence(e) + Unclosed(builder), file, EventTreeBuilder.Place(e.Start));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // The parser has bad inputs for which it throws these (found by fuzzing, threat T-YAML-6).
            throw Refuse(ProblemCode.YamlSyntax, "The text is not YAML." + Unclosed(builder), file, EventTreeBuilder.Place(scanner.CurrentPosition));
        }
    }

    // The reader stops where the text no longer fits, which may be far behind the bracket that somebody forgot to close.
    private static string Unclosed(EventTreeBuilder builder) =>
        builder.OpenFlow is { } open ? $" Is the '{open.Bracket}' of line {open.Line} closed?" : "";

    /// <summary>Reads exactly one document; an empty text is <see cref="ScalarNode.Null"/>.</summary>
    /// <exception cref="ProblemException">The text is not YAML, over a budget, or holds more than one document.</exception>
    public static Node ReadOne(string text, string? file, YamlReadOptions options)
    {
        var documents = ReadAll(text, file, options);
        return documents.Count switch
        {
            0 => ScalarNode.Null,
            1 => documents[0],
            _ => throw Refuse(ProblemCode.YamlSyntax, "One document is expected; this text has several.", file, documents[1].Position),
        };
    }

    /// <summary>What <paramref name="text"/> means as a plain scalar, its spelling kept as <see cref="ScalarNode.Text"/>.</summary>
    public static ScalarNode ReadScalar(string text, YamlDialect dialect) => ScalarResolver.Written(text, default, dialect);

    /// <summary>The same by kustomize's rules for a bare word, which stays <see cref="ScalarNode.IsUntyped"/>.</summary>
    public static ScalarNode ReadUntyped(string text) => ScalarResolver.Written(text, default, YamlDialect.Kyaml).Untyped();

    internal static ProblemException Refuse(string code, string message, string? file, SourcePosition position) =>
        new(new Problem(code, message) { File = file, Position = position });

    private static string Sentence(YamlException e)
    {
        // Messages start with the position, which the problem carries apart.
        var text = e.Message;
        var end = text.StartsWith('(') ? text.IndexOf("): ", StringComparison.Ordinal) : -1;
        text = end >= 0 ? text[(end + 3)..] : text;
        return text.EndsWith('.') ? text : text + ".";
    }

    private static void CheckCharacters(string text, string? file)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
            }
            else if (IsForbidden(c) || (char.IsSurrogate(c) && !IsPair(text, ref i)))
            {
                throw Refuse(
                    ProblemCode.YamlEncoding, $"The character U+{(int)c:X4} is not allowed in YAML.", file, new SourcePosition(line, i - start + 1));
            }
        }
    }

    private static bool IsForbidden(char c) =>
        c < ' ' ? c is not ('\t' or '\n' or '\r') : c is '\u007F' or (>= '\u0080' and <= '\u009F' and not '\u0085') or '\uFFFE' or '\uFFFF';

    private static bool IsPair(string text, ref int i)
    {
        if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            i++;
            return true;
        }

        return false;
    }

    private static SourcePosition PositionOf(ReadOnlySpan<byte> bytes)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        decoder.Fallback = DecoderFallback.ExceptionFallback;
        var line = 1;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            try
            {
                decoder.GetCharCount(bytes[range], flush: true);
            }
            catch (DecoderFallbackException e)
            {
                return new SourcePosition(line, Math.Max(e.Index, 0) + 1);
            }

            line++;
        }

        return default;
    }
}
