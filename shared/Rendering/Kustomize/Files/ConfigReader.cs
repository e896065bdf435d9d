using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Values;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads files that configure the build: YAML or JSON by Kubernetes' rules, the first document.</summary>
internal static class ConfigReader
{
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins, ThroughJson = true };

    private static readonly YamlReadOptions Strict = new() { DuplicateKeys = DuplicateKeys.Keep, ThroughJson = true };

    public static Node Read(SourceFolder folder, string path) => Read(folder, path, Options);

    /// <summary>Reads a file in which a key may not be there twice.</summary>
    public static Node ReadStrict(SourceFolder folder, string path)
    {
        var file = folder.Load(path);
        Node document;
        try
        {
            document = Read(file.Bytes, file.Path.Value, Strict);
        }
        catch (BuildException e) when (e.MalformedYaml)
        {
            throw new BuildException(e.Code, $"error converting YAML to JSON: {e.Message}") { File = file.Path.Value, Position = e.Position };
        }

        var repeated = Repeated(document).ToList();
        return repeated.Count == 0 ? document : throw new BuildException(
            ProblemCode.YamlDuplicateKey,
            "error converting YAML to JSON: yaml: unmarshal errors:" + string.Concat(
                repeated.Select(e => $"\n  line {e.Value.Position.Line}: key {GoText.Quote(RepeatedKey.Written(e.Key))} already set in map")))
        {
            File = file.Path.Value,
            Position = repeated[0].KeyPosition,
        };
    }

    // This reader tells a key that is there twice when it has read the value, and by the value's line.
    private static IEnumerable<MapEntry> Repeated(Node node) => node switch
    {
        MapNode map => map.SelectMany(e => Repeated(e.Value).Concat(RepeatedKey.Is(e.Key) ? [e] : [])),
        ListNode list => list.SelectMany(Repeated),
        _ => [],
    };

    private static Node Read(SourceFolder folder, string path, YamlReadOptions options)
    {
        var file = folder.Load(path);
        return Read(file.Bytes, file.Path.Value, options);
    }

    /// <summary>Reads the document that counts in a text.</summary>
    /// <exception cref="BuildException">It is not YAML; in the words of the original.</exception>
    public static Node Read(ReadOnlyMemory<byte> bytes, string? file, YamlReadOptions options) => Worded(file, () => Encoding.UTF8.GetString(bytes.Span), () => FirstDocument.Read(bytes.Span, file, options));

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string?, YamlReadOptions)"/>
    public static Node Read(string text, string? file, YamlReadOptions options) => Worded(file, () => text, () => FirstDocument.Read(text, file, options));

    private static Node Worded(string? file, Func<string> text, Func<Node> read)
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
            // Charts' values go the same way through the same library.
            var problem = e.Problems[0];
            throw YamlAsJson.Words(problem, text()) is { } words ? new BuildException(problem.Code, words) { Position = problem.Position, MalformedYaml = true }
                : YamlError.Of(problem, file, manifest: false);
        }
    }
}
