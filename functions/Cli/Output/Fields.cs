using Plumbline.Core.Objects;

namespace Plumbline.Functions.Cli.Output;

/// <summary>Reading and writing maps that are answers.</summary>
internal static class Fields
{
    /// <summary>Text, or a number or boolean as it is written; empty when absent.</summary>
    public static string Text(this MapNode map, string field) => map[field] is ScalarNode { Kind: not NodeKind.Null } scalar ? scalar.ToString() : "";

    /// <summary>Whether the field is true.</summary>
    public static bool Is(this MapNode map, string field) => map[field] is ScalarNode { BooleanValue: true };

    /// <summary>The maps of a list; none when absent.</summary>
    public static IReadOnlyList<MapNode> Maps(this MapNode map, string field) => map[field] is ListNode list ? [.. list.OfType<MapNode>()] : [];

    /// <summary>Adds a field; nothing for null.</summary>
    public static MapNode With(this MapNode map, string field, string? value)
    {
        if (value is not null)
        {
            map.Set(field, ScalarNode.Of(value));
        }

        return map;
    }

    /// <summary>Adds a field.</summary>
    public static MapNode With(this MapNode map, string field, long value)
    {
        map.Set(field, ScalarNode.Of(value));
        return map;
    }

    /// <summary>Adds a field.</summary>
    public static MapNode With(this MapNode map, string field, Node value)
    {
        map.Set(field, value);
        return map;
    }
}
