using System.Buffers;
using System.Globalization;
using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>JSON as Go prints it: keys sorted, its own choice of escapes; on one line, or over several with two spaces a level.</summary>
internal static class GoJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '"', '\\', '<', '>', '&', '\u2028', '\u2029']);

    public static string Compact(Node node) => Text(node, indented: false);

    public static string Indented(Node node) => Text(node, indented: true);

    private static string Text(Node node, bool indented)
    {
        var text = new StringBuilder();
        Write(node, indented ? 0 : int.MinValue, text);
        return text.ToString();
    }

    private static void Write(Node node, int depth, StringBuilder text)
    {
        switch (node)
        {
            case MapNode map:
                text.Append('{');
                var first = true;
                foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    Separate(text, depth, ref first);
                    String(entry.Key, text);
                    text.Append(depth >= 0 ? ": " : ":");
                    Write(entry.Value, depth + 1, text);
                }

                Close(text, depth, first, '}');
                break;
            case ListNode list:
                text.Append('[');
                var start = true;
                foreach (var item in list)
                {
                    Separate(text, depth, ref start);
                    Write(item, depth + 1, text);
                }

                Close(text, depth, start, ']');
                break;
            case ScalarNode { StringValue: { } value }:
                String(value, text);
                break;
            default:
                text.Append(JsonTree.ToText(node));
                break;
        }
    }

    private static void Separate(StringBuilder text, int depth, ref bool first)
    {
        text.Append(first ? "" : ",");
        if (depth >= 0)
        {
            text.Append('\n').Append(' ', (depth + 1) * 2);
        }

        first = false;
    }

    private static void Close(StringBuilder text, int depth, bool empty, char bracket)
    {
        if (depth >= 0 && !empty)
        {
            text.Append('\n').Append(' ', depth * 2);
        }

        text.Append(bracket);
    }

    private static void String(string value, StringBuilder text)
    {
        text.Append('"');
        var rest = value.AsSpan();
        while (rest.IndexOfAny(Escaped) is var at and >= 0)
        {
            text.Append(rest[..at]);
            text.Append(rest[at] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                var c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            });
            rest = rest[(at + 1)..];
        }

        text.Append(rest).Append('"');
    }
}
