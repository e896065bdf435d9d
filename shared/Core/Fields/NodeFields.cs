using Plumbline.Core.Objects;

namespace Plumbline.Core.Fields;

/// <summary>Takes values out of a map whose types <see cref="FieldCheck"/> has already judged: what does not fit reads as not written.</summary>
internal static class NodeFields
{
    public static string? Text(this MapNode? map, string key) => (map?[key] as ScalarNode)?.StringValue;

    public static string TextOrEmpty(this MapNode? map, string key) => map.Text(key) ?? "";

    /// <summary>A text, or a whole number as its text.</summary>
    public static string? TextOrNumber(this MapNode? map, string key) =>
        map?[key] is ScalarNode { Kind: NodeKind.String or NodeKind.Integer } scalar ? scalar.ToString() : null;

    public static bool? Flag(this MapNode? map, string key) => map?[key] is ScalarNode { Kind: NodeKind.Boolean } scalar ? scalar.BooleanValue : null;

    public static Int128? Whole(this MapNode? map, string key) => map?[key] is ScalarNode { Kind: NodeKind.Integer } scalar ? scalar.IntegerValue : null;

    public static MapNode? Map(this MapNode? map, string key) => map?[key] as MapNode;

    public static ListNode? List(this MapNode? map, string key) => map?[key] as ListNode;

    public static IReadOnlyList<string> Texts(this MapNode? map, string key) =>
        map.List(key) is { } list ? [.. list.Select(i => (i as ScalarNode)?.StringValue).OfType<string>()] : [];

    public static IEnumerable<MapNode> Maps(this MapNode? map, string key) => map.List(key)?.OfType<MapNode>() ?? [];

    public static IReadOnlyDictionary<string, string> TextMap(this MapNode? map, string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Map(key) ?? [])
        {
            texts[entry.Key] = (entry.Value as ScalarNode)?.StringValue ?? "";
        }

        return texts;
    }
}
