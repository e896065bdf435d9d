using System.Buffers;
using System.Globalization;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Makes the tree the YAML writer takes from a value.</summary>
/// <param name="pretty">Whether values are taken as Go has them (structs by their own field names) instead of by way of JSON.</param>
/// <param name="context">The render, for its budgets.</param>
internal sealed class GoYamlTree(bool pretty, TemplateContext context)
{
    // What YAML's reader refuses and JSON's writer does not escape.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [(char)0x7F, .. Enumerable.Range(0x80, 0x20).Where(c => c != 0x85).Select(c => (char)c), '\uFFFE', '\uFFFF']);

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [(char)0x7F, .. Enumerable.Range(0x80, 0x20).Where(c => c != 0x85).Select(c => (char)c), '\uFFFE', '\uFFFF', .. Enumerable.Range(0xDC80, 0x80).Select(c => (char)c)]);

    /// <summary>The node of a value.</summary>
    public Node ToNode(object? value, int depth)
    {
        switch (value)
        {
            case GoMap { IsNil: true } when !pretty:
            case GoList { IsNil: true } when !pretty:
            case null:
                return ScalarNode.Null;
            case string text:
                return OfText(text);
            case bool truth:
                return ScalarNode.Of(truth);
            case double number:
                return OfDouble(number);
            case GoMap map:
                GoPrinter.CheckDepth(depth, context);
                var mapNode = new MapNode();
                foreach (var (key, item) in map)
                {
                    mapNode.Set(Readable(key), ToNode(item, depth + 1));
                }

                if (pretty)
                {
                    mapNode.SortKeys(NaturalKeyOrder.CompareInVersion3);
                }

                return mapNode;
            case GoList list:
                GoPrinter.CheckDepth(depth, context);
                var listNode = new ListNode();
                foreach (var item in list)
                {
                    listNode.Add(ToNode(item, depth + 1));
                }

                return listNode;
            case ulong or byte:
                return ScalarNode.Of(Convert.ToUInt64(value, CultureInfo.InvariantCulture));
            case byte[] nothing when ReferenceEquals(nothing, GoMapType.NoBytes):
                return pretty ? new ListNode() : ScalarNode.Null;
            case byte[] bytes:
                return ScalarNode.Of(Convert.ToBase64String(bytes));
            case GoTime time:
                return pretty ? AsIs(time.Rfc3339) : ScalarNode.Of(time.Rfc3339);
            case GoVersion version:
                return ScalarNode.Of(version.StringValue);
            case IGoObject structure:
                return OfStruct(structure, depth);
            default:
                return GoReflect.TryInteger(value, out var integer)
                    ? ScalarNode.Of(integer)
                    : throw new GoErrorException($"error marshaling into JSON: json: unsupported type: {GoReflect.TypeName(value)}");
        }
    }

    private MapNode OfStruct(IGoObject structure, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        var node = new MapNode();
        foreach (var (name, value) in pretty ? StructFields.Named(structure) : StructFields.Of(structure))
        {
            node.Set(pretty ? name.ToLowerInvariant() : name, ToNode(value, depth + 1));
        }

        return node;
    }

    // On the way through JSON whole numbers become integers, which the writer knows.
    private ScalarNode OfDouble(double number)
    {
        if (pretty)
        {
            return AsIs(double.IsFinite(number) ? GoFloat.Shortest(number) : double.IsNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf");
        }

        if (!double.IsFinite(number))
        {
            throw new GoErrorException($"error marshaling into JSON: json: unsupported value: {GoFloat.Shortest(number)}");
        }

        return ScalarNode.Of(number);
    }

    // Bytes that are no UTF-8 have no form in JSON, and characters YAML forbids do not survive the way through it; the other way writes such bytes as binary.
    private ScalarNode OfText(string text)
    {
        context.Work(text.Length);
        if (pretty && GoText.ContainsEscapedByte(text))
        {
            return AsIs("!!binary " + Convert.ToBase64String(GoText.ToBytes(text)));
        }

        return ScalarNode.Of(Readable(text));
    }

    private string Readable(string text)
    {
        if (pretty || text.AsSpan().IndexOfAny(Suspicious) < 0)
        {
            return text;
        }

        var readable = GoText.ContainsEscapedByte(text) ? string.Concat(GoText.Runes(text)) : text;
        return readable.AsSpan().IndexOfAny(Forbidden) < 0 ? readable : throw new GoErrorException("yaml: control characters are not allowed");
    }

    private static ScalarNode AsIs(string written) => ScalarNode.Of(0.0).WrittenAs(written);
}
