using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Where an object or a change comes from, for the annotations of <c>buildMetadata</c>.</summary>
internal sealed record Origin(string Path, string ConfiguredIn = "", string ConfiguredBy = "", string ByName = "", string ByApiVersion = "builtin", string ByNamespace = "")
{
    public Origin Append(string path) => this with { Path = Join(Path, path) };

    /// <summary>The annotation's text.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        if (ConfiguredIn.Length > 0)
        {
            text.Append("configuredIn: ").Append(Scalar(ConfiguredIn));
            text.Append("configuredBy:\n  apiVersion: ").Append(Scalar(ByApiVersion)).Append("  kind: ").Append(Scalar(ConfiguredBy));
            if (ByName.Length > 0)
            {
                text.Append("  name: ").Append(Scalar(ByName));
            }

            if (ByNamespace.Length > 0)
            {
                text.Append("  namespace: ").Append(Scalar(ByNamespace));
            }
        }
        else
        {
            text.Append("path: ").Append(Scalar(Path));
        }

        return text.ToString();
    }

    /// <summary>The text as an item of a list.</summary>
    public static string Item(string text) => "- " + text.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";

    public static string Join(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part)
            {
                case ".":
                    break;
                case ".." when parts.Count > 0 && parts[^1] != "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    private static string Scalar(string text) => YamlWriter.ToText(ScalarNode.Of(text));
}
