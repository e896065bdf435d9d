using Plumbline.Core.Objects;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// Reads fields of a YAML map as Go decodes it into a struct: names match in any case, null counts as missing, numbers and booleans
/// become text where text is wanted, anything else of the wrong type is an error with Go's wording.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="type">Name of the struct in messages; empty for a nameless one.</param>
/// <param name="path">Path of the struct's own field, ending in a dot; empty at the top.</param>
internal readonly struct GoStruct(MapNode map, string type, string path)
{
    /// <summary>The struct a document holds; null for an empty document.</summary>
    /// <exception cref="GoErrorException">The document is no map.</exception>
    public static GoStruct? Of(Node document, string type, string goType) => document switch
    {
        MapNode map => new GoStruct(map, type, ""),
        { IsNull: true } => null,
        _ => throw new GoErrorException($"{Prefix}json: cannot unmarshal {JsonKind(document)} into Go value of type {goType}"),
    };

    private const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    private const string Prefix = "error unmarshaling JSON: while decoding JSON: ";

    /// <summary>A text; <paramref name="missing"/> where it is missing.</summary>
    public string Text(string field, string missing = "") => Field(field) is { } node ? TextOf(node, field) : missing;

    /// <summary>A boolean; <paramref name="missing"/> where it is missing.</summary>
    public bool Flag(string field, bool missing = false) => Field(field) is not { } node ? missing
        : node is ScalarNode { Kind: NodeKind.Boolean } flag ? flag.BooleanValue
        : throw Mismatch(node, field, "bool");

    /// <summary>Refuses a time that is not written as RFC 3339 has it.</summary>
    public void CheckTime(string field)
    {
        if (Field(field) is not { } node)
        {
            return;
        }

        if (node is not ScalarNode { Kind: NodeKind.String } text)
        {
            throw new GoErrorException($"{Prefix}Time.UnmarshalJSON: input is not a JSON string");
        }

        if (GoTimeParser.Parse(Rfc3339, text.StringValue!, out var error) is null)
        {
            throw new GoErrorException(Prefix + error);
        }
    }

    /// <summary>A list of texts; <paramref name="missing"/>, by default empty, where it is missing.</summary>
    public IReadOnlyList<string> Texts(string field, IReadOnlyList<string>? missing = null)
    {
        if (Field(field) is not { } node)
        {
            return missing ?? [];
        }

        var list = node as ListNode ?? throw Mismatch(node, field, "[]string");
        var texts = new List<string>(list.Count);
        foreach (var item in list)
        {
            texts.Add(item.IsNull ? "" : TextOf(item, field));
        }

        return texts;
    }

    /// <summary>A map of texts; null where it is missing.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string field)
    {
        if (Field(field) is not { } node)
        {
            return null;
        }

        var entries = node as MapNode ?? throw Mismatch(node, field, "map[string]string");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            texts[entry.Key] = entry.Value.IsNull ? "" : TextOf(entry.Value, field);
        }

        return texts;
    }

    /// <summary>A list of anything; null where it is missing.</summary>
    public IReadOnlyList<Node>? List(string field) =>
        Field(field) is not { } node ? null : node as ListNode ?? throw Mismatch(node, field, "[]interface {}");

    /// <summary>A struct inside; null where it is missing.</summary>
    public GoStruct? Struct(string field, string structType, string goType) => Field(field) is not { } node ? null
        : node is MapNode inner ? new GoStruct(inner, structType, $"{path}{field}.")
        : throw Mismatch(node, field, goType);

    /// <summary>A list of structs, null for a null item; null where the list is missing.</summary>
    public IReadOnlyList<GoStruct?>? Structs(string field, string structType, string goType)
    {
        if (Field(field) is not { } node)
        {
            return null;
        }

        var list = node as ListNode ?? throw Mismatch(node, field, "[]*" + goType);
        var structs = new List<GoStruct?>(list.Count);
        foreach (var item in list)
        {
            structs.Add(item.IsNull ? null
                : item is MapNode inner ? new GoStruct(inner, structType, $"{path}{field}.")
                : throw Mismatch(item, field, goType));
        }

        return structs;
    }

    private Node? Field(string name)
    {
        if (map.TryGet(name, out var exact))
        {
            return exact.IsNull ? null : exact;
        }

        Node? found = null;
        foreach (var entry in map)
        {
            found = entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && !entry.Value.IsNull ? entry.Value : found;
        }

        return found;
    }

    private string TextOf(Node node, string field) => node is not ScalarNode scalar
        ? throw Mismatch(node, field, "string")
        : scalar.Kind switch
        {
            NodeKind.Float => GoFloat.Shortest(scalar.FloatValue),
            _ => scalar.ToString(),
        };

    private GoErrorException Mismatch(Node node, string field, string wanted) =>
        new($"{Prefix}json: cannot unmarshal {JsonKind(node)} into Go struct field {type}.{path}{field} of type {wanted}");

    private static string JsonKind(Node node) => node.Kind switch
    {
        NodeKind.Map => "object",
        NodeKind.List => "array",
        NodeKind.String => "string",
        NodeKind.Boolean => "bool",
        _ => "number",
    };
}
