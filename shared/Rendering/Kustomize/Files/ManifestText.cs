using System.Text;
using System.Text.RegularExpressions;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>
/// The documents of a manifest. The original cuts a file into parts at its separators and reads the first document of each; lines are counted
/// in the part. That is done here where it makes a difference: where a text is not YAML, or readers disagree about it.
/// </summary>
internal static partial class ManifestText
{
    /// <summary>Reads all documents.</summary>
    /// <exception cref="BuildException">It is not YAML; in the words of the original.</exception>
    public static IReadOnlyList<Node> Read(ReadOnlySpan<byte> bytes, string? path, YamlReadOptions options)
    {
        if (IsDoubtful(bytes))
        {
            return ByParts(bytes, path, options, null);
        }

        try
        {
            var documents = YamlReader.ReadAll(bytes, path, options);
            JsonComments.Attach(bytes, documents);
            return documents;
        }
        catch (ProblemException e) when (e.Problems[0].Code is ProblemCode.YamlSyntax or ProblemCode.YamlEncoding)
        {
            return ByParts(bytes, path, options, e.Problems[0]);
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], path, manifest: true);
        }
    }

    // What readers disagree about: tabs, tags without a name, directives, or an end of a document without a beginning of the next.
    private static bool IsDoubtful(ReadOnlySpan<byte> text) =>
        text.Contains((byte)'\t') || text.IndexOf("!!\n"u8) >= 0 || text.IndexOf("!! "u8) >= 0 || text.StartsWith("%"u8) || text.IndexOf("\n%"u8) >= 0 || text.IndexOf("\n..."u8) >= 0;

    private static List<Node> ByParts(ReadOnlySpan<byte> bytes, string? path, YamlReadOptions options, Problem? known)
    {
        var text = Decoded(bytes, path).Replace("\r\n", "\n", StringComparison.Ordinal);
        var documents = new List<Node>();
        var start = 0;
        foreach (var separator in Separator().EnumerateMatches(text))
        {
            var rest = text.AsSpan(separator.Index + 4, separator.Length - 4).Trim();
            if (rest.Length > 0 && rest[0] != '#')
            {
                throw new BuildException(ProblemCode.YamlSyntax, $"invalid document separator: {text.AsSpan(separator.Index, separator.Length).Trim()}");
            }

            Part(text[start..(separator.Index + 1)]);
            start = separator.Index + separator.Length;
        }

        Part(text[start..]);
        return documents;

        void Part(string part)
        {
            try
            {
                part = part[..GoSyntax.CheckManifest(part)];
                var read = Documents(part, path, options);
                JsonComments.Attach(Encoding.UTF8.GetBytes(part), read);
                documents.AddRange(read.Take(1));
            }
            catch (SyntaxFault fault)
            {
                throw Malformed(fault, path, known?.Position ?? fault.Place with { Line = fault.Place.Line + text.AsSpan(0, start).Count('\n') });
            }
            catch (ProblemException e)
            {
                throw YamlError.Of(e.Problems[0], path, manifest: true);
            }
        }
    }

    // Where another reader does not take what the original takes, the check itself reads.
    private static IReadOnlyList<Node> Documents(string part, string? path, YamlReadOptions options)
    {
        try
        {
            return YamlReader.ReadAll(part, path, options);
        }
        catch (ProblemException e) when (e.Problems[0].Code == ProblemCode.YamlSyntax)
        {
            return [GoSyntax.ReadManifest(part, path, options)];
        }
    }

    private static string Decoded(ReadOnlySpan<byte> bytes, string? path)
    {
        try
        {
            return GoUtf8.Text(bytes);
        }
        catch (SyntaxFault fault)
        {
            throw Malformed(fault, path, fault.Place);
        }
    }

    private static BuildException Malformed(SyntaxFault fault, string? path, SourcePosition place) =>
        new(ProblemCode.YamlSyntax, $"MalformedYAMLError: yaml: {fault.OfManifest}{YamlError.InFile(path)}") { Position = place, MalformedYaml = true };

    [GeneratedRegex(@"\n---.*\n", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
