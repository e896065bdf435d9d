using System.Globalization;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Values to YAML and back as Helm does it: by way of JSON.</summary>
internal static class GoYaml
{
    /// <summary>The YAML text without its last line break.</summary>
    /// <exception cref="GoErrorException">The value has no YAML form.</exception>
    public static string Write(object? value, YamlWriterOptions options, TemplateContext context)
    {
        try
        {
            var text = YamlWriter.ToText(ToNode(value, context, 0), options);
            context.Work(text.Length);
            return text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (ProblemException problem)
        {
            throw new GoErrorException(problem.Problems[0].Message, problem);
        }
    }

    /// <summary>Reads a text that must be a map.</summary>
    /// <exception cref="GoErrorException">It is none; the text is Helm's.</exception>
    public static GoMap ReadMap(string text, TemplateContext context) => Read(text, context) switch
    {
        GoMap map => map,
        null => new GoMap(),
        var other => throw Mismatch("error unmarshaling JSON: while decoding JSON: ", other, "map[string]interface {}"),
    };

    /// <summary>Reads a text that must be a list.</summary>
    /// <exception cref="GoErrorException">It is none; the text is Helm's.</exception>
    public static GoList ReadList(string text, TemplateContext context) => Read(text, context) switch
    {
        GoList list => list,
        null => new GoList(),
        var other => throw Mismatch("error unmarshaling JSON: while decoding JSON: ", other, "[]interface {}"),
    };

    /// <summary>Go's text for a JSON value of the wrong kind.</summary>
    public static GoErrorException Mismatch(string prefix, object value, string wanted)
    {
        var kind = value switch { GoMap => "object", GoList => "array", string => "string", bool => "bool", _ => "number" };
        return new GoErrorException($"{prefix}json: cannot unmarshal {kind} into Go value of type {wanted}");
    }

    private static object? Read(string text, TemplateContext context)
    {
        context.Work(text.Length * 2L);
        return GoValues.FromNode(ValuesText.ReadYaml(text, ""));
    }

    private static Node ToNode(object? value, TemplateContext context, int depth)
    {
        switch (value)
        {
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
                    mapNode.Set(key, ToNode(item, context, depth + 1));
                }

                return mapNode;
            case GoList list:
                GoPrinter.CheckDepth(depth, context);
                var listNode = new ListNode();
                foreach (var item in list)
                {
                    listNode.Add(ToNode(item, context, depth + 1));
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
                return OfStruct(structure, context, depth);
            default:
                return GoReflect.TryInteger(value, out var integer)
                    ? ScalarNode.Of(integer)
                    : throw new GoErrorException($"error marshaling into JSON: json: unsupported type: {GoReflect.TypeName(value)}");
        }
    }

    private static MapNode OfStruct(IGoObject structure, TemplateContext context, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        var node = new MapNode();
        foreach (var name in structure.FieldNames)
        {
            structure.TryGetField(name, out var value);
            node.Set(name, ToNode(value, context, depth + 1));
        }

        return node;
    }

    // JSON has one kind of number: whole ones come back as integers.
    private static ScalarNode OfDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new GoErrorException($"error marshaling into JSON: json: unsupported value: {GoFloat.Shortest(number)}");
        }

        return Math.Truncate(number) != number || Math.Abs(number) >= 18446744073709551616.0 || number < long.MinValue
            ? ScalarNode.Of(number)
            : number >= 9223372036854775808.0 ? ScalarNode.Of(ulong.Parse(GoFloat.Format(number, 'f', -1), CultureInfo.InvariantCulture)) : ScalarNode.Of(long.Parse(GoFloat.Format(number, 'f', -1), CultureInfo.InvariantCulture));
    }
}
