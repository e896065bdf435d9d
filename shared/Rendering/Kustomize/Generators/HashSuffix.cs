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
        if (isMap && item.Map["data"] is MapNode data)
        {
            RefuseTabs(data);
        }

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

    // The original writes the values down and reads them again; a block whose first line begins with a tab does not survive that.
    private static void RefuseTabs(MapNode data)
    {
        var line = 1;
        foreach (var entry in data)
        {
            var text = KObject.TextOf(entry.Value);
            if (text.StartsWith('\t') && text.Contains('\n', StringComparison.Ordinal))
            {
                throw new BuildException($"yaml: line {Math.Max(line, 2)}: found a tab character where an indentation space is expected")
                {
                    Hint = $"Let the value of '{entry.Key}' begin with something other than a tab.",
                };
            }

            line += 1 + (text.Contains('\n', StringComparison.Ordinal) ? text.TrimEnd('\n').Count(c => c == '\n') + 1 : 0);
        }
    }

    private static void AddMap(MapNode root, KObject item, string field)
    {
        if (item.Map[field] is MapNode map)
        {
            root[field] = Read(map);
        }
    }

    private static Node Value(KObject item, string field) => item.Map[field] switch
    {
        null => ScalarNode.Of(""),
        ScalarNode scalar => ScalarNode.Of(KObject.TextOf(scalar)),
        MapNode map => Read(map),
        _ => ScalarNode.Null,
    };

    // The original makes its JSON from a text of the values.
    private static MapNode Read(MapNode map)
    {
        if (!map.Any(e => e.Value is ScalarNode { Style: ScalarStyle.Folded }))
        {
            return map;
        }

        var read = (MapNode)map.Clone();
        ReadBack.Apply(read);
        return read;
    }
}
