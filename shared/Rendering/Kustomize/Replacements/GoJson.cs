using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>JSON over several lines, two spaces a level, keys sorted: as Go prints it.</summary>
internal static class GoJson
{
    public static string Indented(Node node)
    {
        var text = new StringBuilder();
        Write(node, 0, text);
        return text.ToString();
    }

    private static void Write(Node node, int depth, StringBuilder text)
    {
        switch (node)
        {
            case MapNode { Count: > 0 } map:
                text.Append('{');
                var first = true;
                foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    Line(text, depth + 1, ref first);
                    text.Append(JsonTree.ToText(ScalarNode.Of(entry.Key))).Append(": ");
                    Write(entry.Value, depth + 1, text);
                }

                text.Append('\n').Append(' ', depth * 2).Append('}');
                break;
            case ListNode { Count: > 0 } list:
                text.Append('[');
                var start = true;
                foreach (var item in list)
                {
                    Line(text, depth + 1, ref start);
                    Write(item, depth + 1, text);
                }

                text.Append('\n').Append(' ', depth * 2).Append(']');
                break;
            default:
                text.Append(JsonTree.ToText(node));
                break;
        }
    }

    private static void Line(StringBuilder text, int depth, ref bool first)
    {
        text.Append(first ? "\n" : ",\n").Append(' ', depth * 2);
        first = false;
    }
}
