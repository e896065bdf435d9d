using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>
/// Decodes as Go's JSON decoder fills a struct: keys in their sorted order, names in any case, null is nothing, and the first thing that
/// does not fit is what is told. What comes out is the struct as Go prints it: its own names, without what holds nothing.
/// </summary>
internal sealed class GoDecoder
{
    private readonly bool _strict;
    private readonly bool _writesTexts;

    private GoDecoder(bool strict, bool writesTexts) => (_strict, _writesTexts) = (strict, writesTexts);

    /// <summary>Decodes <paramref name="node"/>.</summary>
    /// <param name="node">What was read.</param>
    /// <param name="type">A struct of <see cref="GoStructs"/>.</param>
    /// <param name="strict">Whether a name that the struct does not have is an error.</param>
    /// <param name="writesTexts">Whether a number or boolean where a text is asked for is written as one, as where YAML is decoded into a struct at once; not for fields that come through an embedded struct, which are not found there.</param>
    /// <exception cref="BuildException">It does not fit.</exception>
    public static MapNode Decode(Node node, string type, bool strict, bool writesTexts = false)
    {
        if (node.IsNull)
        {
            return new MapNode();
        }

        RefuseInfinite(node);
        return node is MapNode map
            ? new GoDecoder(strict, writesTexts).Struct(map, type, GoStructs.Of(type)!, "")
            : throw new BuildException(ProblemCode.FieldInvalid, $"json: cannot unmarshal {Found(node)} into Go value of type {type}") { Position = node.Position };
    }

    /// <summary>A decoded struct as Go prints it: lists and maps that hold nothing are left out.</summary>
    public static MapNode Printed(MapNode map, string type)
    {
        var fields = GoStructs.Of(type)!;
        var result = new MapNode();
        foreach (var entry in map)
        {
            if (!fields.TryGetValue(entry.Key, out var field))
            {
                continue;
            }

            var held = field.Type.TrimStart('*');
            var value = entry.Value switch
            {
                MapNode inner when GoStructs.Of(held) is not null => Printed(inner, held),
                ListNode list when GoStructs.ItemOf(held)!.TrimStart('*') is var item && GoStructs.Of(item) is not null =>
                    new ListNode(list.Select(i => i is MapNode one ? Printed(one, item) : i)),
                var other => other,
            };
            var isEmpty = value is ListNode { Count: 0 } || (value is MapNode { Count: 0 } && GoStructs.Of(held) is null);
            if (field.IsAlwaysPrinted || !isEmpty)
            {
                result.Set(field.Name, value);
            }
        }

        foreach (var field in fields.Values)
        {
            if (field.IsAlwaysPrinted && !result.Has(field.Name))
            {
                result.Set(field.Name, field.Type[0] is '*' or '[' ? ScalarNode.Null : Empty(field.Type));
            }
        }

        return result;
    }

    private MapNode Struct(MapNode map, string type, Dictionary<string, GoField> fields, string path)
    {
        var result = new MapNode(map.Position);
        foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!fields.TryGetValue(entry.Key, out var field))
            {
                if (_strict)
                {
                    throw new BuildException(ProblemCode.FieldUnknown, $"json: unknown field {GoText.Quote(entry.Key)}")
                    {
                        Position = entry.KeyPosition,
                        Hint = $"Remove '{entry.Key}', or check its spelling.",
                    };
                }

                continue;
            }

            var place = path.Length == 0 ? field.Step : $"{path}.{field.Step}";
            if (Value(entry.Value, field.Type, type, place, isEmbedded: field.Through.Length > 0) is { } value && (field.IsAlwaysPrinted || !IsZero(value, field.Type)))
            {
                result.Set(field.Name, value, entry.KeyPosition);
            }
            else if (!entry.Value.IsNull)
            {
                result.Remove(field.Name);
            }
        }

        return result;
    }

    /// <summary>The value as the struct holds it; null where it leaves the field as it was.</summary>
    private Node? Value(Node node, string type, string owner, string path, bool isEmbedded = false)
    {
        if (node.IsNull)
        {
            return null;
        }

        var held = type.TrimStart('*');
        if (GoStructs.Of(held) is { } fields)
        {
            return node is MapNode map ? Struct(map, held, fields, path) : throw Mismatch(node, held, owner, path);
        }

        if (GoStructs.ItemOf(held) is { } item)
        {
            return node is ListNode list
                ? new ListNode(list.Select(i => Value(i, item, owner, path) ?? Empty(item)))
                : throw Mismatch(node, held, owner, path);
        }

        return held switch
        {
            "bool" => node.Kind == NodeKind.Boolean ? node : throw Mismatch(node, held, owner, path),
            "int" or "int64" => node.Kind == NodeKind.Integer && ((ScalarNode)node).IntegerValue <= long.MaxValue ? node : throw Mismatch(node, held, owner, path),
            "map[string]string" => Texts(node, held, owner, path),
            "map[string]interface {}" => node is MapNode ? node : throw Mismatch(node, held, owner, path),
            _ => node.Kind == NodeKind.String ? node
                : _writesTexts && !isEmbedded && node is ScalarNode scalar ? ScalarNode.Of(JsonTree.ToText(scalar), node.Position)
                : throw Mismatch(node, held, owner, path),
        };
    }

    // JSON has no form for these, so that the way there ends.
    private static void RefuseInfinite(Node node)
    {
        switch (node)
        {
            case ScalarNode { Kind: NodeKind.Float } number when !double.IsFinite(number.FloatValue):
                var name = double.IsNaN(number.FloatValue) ? "NaN" : number.FloatValue > 0 ? "+Inf" : "-Inf";
                throw new BuildException(ProblemCode.FieldInvalid, $"json: unsupported value: {name}") { Position = node.Position };
            case MapNode map:
                foreach (var entry in map)
                {
                    RefuseInfinite(entry.Value);
                }

                break;
            case ListNode list:
                foreach (var item in list)
                {
                    RefuseInfinite(item);
                }

                break;
        }
    }

    private MapNode Texts(Node node, string type, string owner, string path)
    {
        if (node is not MapNode map)
        {
            throw Mismatch(node, type, owner, path);
        }

        var result = new MapNode(map.Position);
        foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            result.Set(entry.Key, Value(entry.Value, "string", owner, path) ?? ScalarNode.Of(""), entry.KeyPosition);
        }

        return result;
    }

    private static Node Empty(string type) => type[0] == '*' ? ScalarNode.Null
        : GoStructs.Of(type) is not null ? new MapNode()
        : ScalarNode.Of("");

    private static bool IsZero(Node value, string type) => type[0] != '*' && GoStructs.Of(type) is null && value switch
    {
        ScalarNode { Kind: NodeKind.Boolean } flag => !flag.BooleanValue,
        ScalarNode { Kind: NodeKind.Integer } number => number.IntegerValue == 0,
        ScalarNode text => text.Text.Length == 0,
        _ => false,
    };

    private static BuildException Mismatch(Node node, string type, string owner, string path) =>
        new(ProblemCode.FieldInvalid, $"json: cannot unmarshal {Found(node, type)} into Go struct field {owner[(owner.IndexOf('.', StringComparison.Ordinal) + 1)..]}.{path} of type {type}")
        {
            Position = node.Position,
        };

    // Of a number that is of the right sort but does not fit, the digits are told.
    private static string Found(Node node, string type = "") => node.Kind switch
    {
        NodeKind.Boolean => "bool",
        NodeKind.Integer or NodeKind.Float => type is "int" or "int64" ? $"number {JsonTree.ToText(node)}" : "number",
        NodeKind.String => "string",
        NodeKind.List => "array",
        _ => "object",
    };
}
