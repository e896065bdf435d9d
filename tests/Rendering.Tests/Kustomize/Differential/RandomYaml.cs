using System.Text;
using System.Text.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Writes a tree in one of the many ways YAML allows: block or flow, quoted or plain, with comments.</summary>
internal sealed class RandomYaml(Random random)
{
    private readonly StringBuilder _text = new();

    public static string Write(Node node, Random random)
    {
        var writer = new RandomYaml(random);
        writer.Block(node, 0, inList: false);
        return writer._text.ToString();
    }

    private void Block(Node node, int indent, bool inList)
    {
        switch (node)
        {
            case MapNode { Count: > 0 } map:
                var first = inList;
                foreach (var entry in map)
                {
                    if (!first)
                    {
                        Comment(indent);
                        _text.Append(' ', indent);
                    }

                    first = false;
                    _text.Append(Scalar(entry.Key)).Append(':');
                    Value(entry.Value, indent, indent + 2);
                }

                break;
            case ListNode { Count: > 0 } list:
                foreach (var item in list)
                {
                    _text.Append(' ', indent).Append("- ");
                    if (item is MapNode { Count: > 0 } fields && random.Next(8) != 0)
                    {
                        Block(fields, indent + 2, inList: true);
                    }
                    else
                    {
                        _text.Append(Flow(item)).Append('\n');
                    }
                }

                break;
            default:
                _text.Append(' ', indent).Append(Flow(node)).Append('\n');
                break;
        }
    }

    private void Value(Node value, int indent, int deeper)
    {
        switch (value)
        {
            case MapNode { Count: > 0 } when random.Next(8) != 0:
                _text.Append('\n');
                Block(value, deeper, inList: false);
                break;
            case ListNode { Count: > 0 } when random.Next(8) != 0:
                _text.Append('\n');
                Block(value, random.Next(2) == 0 ? indent : deeper, inList: false);
                break;
            case ScalarNode { StringValue: { Length: > 0 } text } when text.Contains('\n') && text[0] is not (' ' or '\n' or '\t') && random.Next(3) != 0:
                _text.Append(text.EndsWith('\n') ? text.EndsWith("\n\n", StringComparison.Ordinal) ? " |+\n" : " |\n" : " |-\n");
                foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
                {
                    _text.Append(' ', line.Length > 0 ? deeper : 0).Append(line).Append('\n');
                }

                break;
            default:
                _text.Append(' ').Append(Flow(value));
                _text.Append(random.Next(25) == 0 ? " # why\n" : "\n");
                break;
        }
    }

    private string Flow(Node node) => node switch
    {
        MapNode map => "{" + string.Join(", ", map.Select(e => $"{Scalar(e.Key)}: {Flow(e.Value)}")) + "}",
        ListNode list => "[" + string.Join(", ", list.Select(Flow)) + "]",
        ScalarNode { StringValue: { } text } => Scalar(text),
        ScalarNode scalar => scalar.Text,
        _ => "null",
    };

    private string Scalar(string text)
    {
        var simple = text.Length > 0 && text.All(c => char.IsAsciiLetter(c) || c is '-' or '_' or '/' or '.' or '$' or '(' or ')') && char.IsAsciiLetter(text[0])
            && text is not ("true" or "false" or "null" or "True" or "y" or "n" or "yes" or "no" or "on" or "off" or "Null" or "NULL");
        return (simple ? random.Next(4) : 2 + random.Next(2)) switch
        {
            0 or 1 => text,
            2 when text.All(c => c is (>= ' ' and <= '~') or 'é' || char.IsSurrogate(c)) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
            _ when text.Any(char.IsSurrogate) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
            _ => JsonSerializer.Serialize(text, Relaxed),
        };
    }

    private void Comment(int indent)
    {
        if (random.Next(40) == 0)
        {
            _text.Append(' ', indent).Append("# a remark\n");
        }
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
