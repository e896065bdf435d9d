using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads files that configure the build: YAML or JSON by Kubernetes' rules, the first document.</summary>
internal static class ConfigReader
{
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins };

    public static Node Read(SourceFolder folder, string path)
    {
        var file = folder.Load(path);
        try
        {
            return YamlReader.ReadAll(file.Bytes.Span, path, Options) is [var first, ..] ? first : ScalarNode.Null;
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], file.Path.Value, manifest: false);
        }
    }
}
