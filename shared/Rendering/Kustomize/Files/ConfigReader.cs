using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads files that configure the build: YAML or JSON by Kubernetes' rules, the first document.</summary>
internal static class ConfigReader
{
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins };

    private static readonly YamlReadOptions Strict = new() { DuplicateKeys = DuplicateKeys.Refuse };

    public static Node Read(SourceFolder folder, string path) => Read(folder, path, Options);

    /// <summary>Reads a file in which a key may not be there twice.</summary>
    public static Node ReadStrict(SourceFolder folder, string path)
    {
        try
        {
            return Read(folder, path, Strict);
        }
        catch (BuildException e) when (e.MalformedYaml)
        {
            // This reader has words of its own for a key that is there twice.
            var end = e.Code == ProblemCode.YamlDuplicateKey ? e.Message.LastIndexOf(" already defined at line ", StringComparison.Ordinal) : -1;
            throw new BuildException(
                e.Code, $"error converting YAML to JSON: {(end < 0 ? e.Message : e.Message[..end].Replace(": mapping key ", ": key ", StringComparison.Ordinal) + " already set in map")}")
            {
                File = e.File,
                Position = e.Position,
            };
        }
    }

    private static Node Read(SourceFolder folder, string path, YamlReadOptions options)
    {
        var file = folder.Load(path);
        return Read(file.Bytes, file.Path.Value, options);
    }

    /// <summary>Reads the document that counts in a text.</summary>
    /// <exception cref="BuildException">It is not YAML; in the words of the original.</exception>
    public static Node Read(ReadOnlyMemory<byte> bytes, string? file, YamlReadOptions options) => Worded(file, () => FirstDocument.Read(bytes.Span, file, options));

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string?, YamlReadOptions)"/>
    public static Node Read(string text, string? file, YamlReadOptions options) => Worded(file, () => FirstDocument.Read(text, file, options));

    private static Node Worded(string? file, Func<Node> read)
    {
        try
        {
            return read();
        }
        catch (SyntaxFault fault)
        {
            throw new BuildException(ProblemCode.YamlSyntax, $"yaml: {fault.OfConfiguration}") { Position = fault.Place, MalformedYaml = true };
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], file, manifest: false);
        }
    }
}
