using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

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
        return FirstDocument.Read(file.Bytes.Span, file.Path.Value, options);
    }
}
