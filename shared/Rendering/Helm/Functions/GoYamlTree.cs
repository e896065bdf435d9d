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
                context.Work(text.Length);
                return ScalarNode.Of(text);
            case bool truth:
                return ScalarNode.Of(truth);
            case double number:
                return OfDouble(number);
            case GoMap map:
                GoPrinter.CheckDepth(depth, context);
                var mapNode = new MapNode();
                foreach (var (key, item) in map)
                {
                    mapNode.Set(key, ToNode(item, depth + 1));
                }

                if (pretty)
                {
                    mapNode.SortKeys(NaturalKeyOrder.Compare);
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
            case byte[] bytes:
                return ScalarNode.Of(Convert.ToBase64String(bytes));
            case GoTime time:
                return ScalarNode.Of(time.Rfc3339);
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

    // JSON has one kind of number: whole ones come back as integers.
    private ScalarNode OfDouble(double number)
    {
        if (pretty)
        {
            return ScalarNode.Of(number);
        }

        if (!double.IsFinite(number))
        {
            throw new GoErrorException($"error marshaling into JSON: json: unsupported value: {GoFloat.Shortest(number)}");
        }

        return Math.Truncate(number) != number || Math.Abs(number) >= 18446744073709551616.0 || number < long.MinValue
            ? ScalarNode.Of(number)
            : number >= 9223372036854775808.0 ? ScalarNode.Of(ulong.Parse(GoFloat.Format(number, 'f', -1), CultureInfo.InvariantCulture)) : ScalarNode.Of(long.Parse(GoFloat.Format(number, 'f', -1), CultureInfo.InvariantCulture));
    }
}
