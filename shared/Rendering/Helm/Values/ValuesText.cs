using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>Reads a values file: one map, or several documents laid over each other in their order.</summary>
internal static class ValuesText
{
    /// <summary>Reads the bytes of a values file.</summary>
    /// <exception cref="GoErrorException">It is no YAML, or a document is no map; the message is worded as Helm's.</exception>
    public static GoMap Read(ReadOnlySpan<byte> bytes, string file, HelmVersion helm = HelmVersion.V4)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        return Read(Encoding.UTF8.GetString(bytes), file, helm);
    }

    /// <summary>Reads the text of a values file.</summary>
    /// <exception cref="GoErrorException">It is no YAML, or a document is no map; the message is worded as Helm's.</exception>
    public static GoMap Read(string text, string file, HelmVersion helm = HelmVersion.V4)
    {
        if (helm == HelmVersion.V3)
        {
            // Helm 3 reads the first document and passes over the rest.
            return ReadFirst(text, file);
        }

        GoMap? values = null;
        foreach (var document in Documents(text))
        {
            var read = ReadDocument(document, file);
            values = values is null ? read : GoValues.Overlay(values, read);
        }

        return values ?? new GoMap();
    }

    /// <summary>The first document of a YAML text, read by the rules of values and manifests; null-valued where there is none.</summary>
    /// <exception cref="GoErrorException">It is no YAML; the message is worded as Helm's.</exception>
    public static Node ReadYaml(string text, string file) => YamlAsJson.Read(text, file);

    private static GoMap ReadDocument(string text, string file)
    {
        try
        {
            // Helm's reader of documents puts an end behind every line, also the last one.
            return ReadFirst(text.EndsWith('\n') ? text : text + "\n", file);
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"cannot unmarshal yaml document: {e.Message}", e);
        }
    }

    private static GoMap ReadFirst(string text, string file) => GoValues.FromNode(ReadYaml(text, file)) switch
    {
        GoMap map => map,
        null => new GoMap(),
        var other => throw new GoErrorException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonKind(other)} into Go value of type map[string]interface {{}}"),
    };

    private static string JsonKind(object value) => value switch
    {
        GoList => "array",
        string => "string",
        bool => "bool",
        _ => "number",
    };

    // Documents end at a line of "---" with nothing behind it but blanks or a comment; such a line at the very start stays with what follows.
    private static IEnumerable<string> Documents(string text)
    {
        var start = 0;
        for (var line = 0; line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end + 1;
            if (line > start && IsSeparator(text.AsSpan(line, end - line)))
            {
                yield return text[start..line];
                start = end;
            }

            line = end;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("---"))
        {
            return false;
        }

        var rest = line[3..].Trim();
        return rest.IsEmpty || rest[0] == '#';
    }
}
