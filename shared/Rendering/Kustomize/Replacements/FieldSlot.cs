using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>A place in a tree whose value can be read and replaced.</summary>
internal abstract class FieldSlot
{
    public abstract Node Value { get; set; }

    public static FieldSlot Of(MapNode map, string key) => new MapSlot(map, key);

    public static FieldSlot Of(ListNode list, int index) => new ListSlot(list, index);

    private sealed class MapSlot(MapNode map, string key) : FieldSlot
    {
        public override Node Value
        {
            get => map[key] ?? ScalarNode.Null;
            set => map[key] = value;
        }
    }

    private sealed class ListSlot(ListNode list, int index) : FieldSlot
    {
        public override Node Value
        {
            get => list[index];
            set => list[index] = value;
        }
    }
}

/// <summary>A value that is reached through a text that is itself JSON or YAML.</summary>
internal sealed class RootSlot(Node value) : FieldSlot
{
    public override Node Value { get; set; } = value;
}
