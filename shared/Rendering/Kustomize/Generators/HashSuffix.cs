using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Generators;

/// <summary>The suffix that makes a generated object's name change with its content, identical to the original's.</summary>
internal static class HashSuffix
{
    private const int Length = 10;

    public static string Of(KObject item)
    {
        var root = new MapNode();
        var isMap = item.Kind == "ConfigMap";
        AddMap(root, item, isMap ? "binaryData" : "stringData");
        root["data"] = Value(item, "data");
        root["kind"] = ScalarNode.Of(item.Kind);

        // The original looks the name up under a key that does not exist, so that it takes no part.
        root["name"] = ScalarNode.Of("");
        if (!isMap)
        {
            root["type"] = Value(item, "type");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(GoJson.Compact(root))));
        return string.Create(Length, hash, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                // Letters that could spell words are replaced.
                span[i] = text[i] switch { '0' => 'g', '1' => 'h', '3' => 'k', 'a' => 'm', 'e' => 't', var c => c };
            }
        });
    }

    private static void AddMap(MapNode root, KObject item, string field)
    {
        if (item.Map[field] is MapNode map)
        {
            root[field] = map;
        }
    }

    private static Node Value(KObject item, string field) => item.Map[field] switch
    {
        null => ScalarNode.Of(""),
        ScalarNode scalar => ScalarNode.Of(KObject.TextOf(scalar)),
        MapNode map => map,
        _ => ScalarNode.Null,
    };
}
