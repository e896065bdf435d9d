using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Puts new values into fields.</summary>
internal static class ScalarWriting
{
    /// <summary>A new text in the place of <paramref name="old"/>: what was written as a number or boolean is read anew.</summary>
    public static ScalarNode Text(Node old, string text)
    {
        Demand(old);
        return old.Kind is NodeKind.String or NodeKind.Null ? ScalarNode.Of(text) : YamlReader.ReadScalar(text, YamlDialect.Kyaml);
    }

    /// <summary>Sets a key of a map, whatever was there.</summary>
    public static Node Entry(Node map, string key, string value)
    {
        if (map is not MapNode fields)
        {
            throw Wrong("MappingNode", map);
        }

        fields[key] = ScalarNode.Of(value);
        return fields;
    }

    public static void Demand(Node node)
    {
        if (node is not ScalarNode)
        {
            throw Wrong("ScalarNode", node);
        }
    }

    private static BuildException Wrong(string wanted, Node found) =>
        new($"wrong node kind: expected {wanted} but got {ManifestReader.KindName(found)}: node contents:\n{ManifestReader.Contents(found)}");
}
