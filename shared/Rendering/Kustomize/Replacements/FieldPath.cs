using System.Globalization;
using System.Runtime.CompilerServices;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>What is made at the end of a path that is missing; <see cref="NodeKind.Null"/> makes nothing.</summary>
internal readonly record struct PathCreation(NodeKind Kind)
{
    public bool Wanted => Kind != NodeKind.Null;
}

/// <summary>Finds fields by a path as replacements write it: names, indexes, <c>*</c>, <c>-</c> and <c>[key=pattern]</c>.</summary>
internal static class FieldPath
{
    private const int MaxDepth = 200;

    /// <summary>A scalar that was just made: it has no type yet.</summary>
    public static readonly ScalarNode Fresh = ScalarNode.NullAt(default).WrittenAs("");

    /// <summary>One value by a path without wildcards; null where it is missing.</summary>
    public static Node? Lookup(Node root, IEnumerable<string> path)
    {
        Node? node = root;
        foreach (var written in path)
        {
            var part = written.Trim();
            if (part.Length == 0)
            {
                continue;
            }

            node = Step(node, part);
            if (node is null or { IsNull: true })
            {
                return null;
            }
        }

        return node;
    }

    /// <summary>All places a path leads to, made where <paramref name="create"/> says so.</summary>
    public static List<FieldSlot> Find(FieldSlot root, IReadOnlyList<string> path, PathCreation create)
    {
        var found = new List<FieldSlot>();
        Walk(root, path, 0, create, found);
        return found;
    }

    private static Node? Step(Node? node, string part)
    {
        if (part == "*")
        {
            throw new BuildException("wildcard is not supported in PathGetter");
        }

        if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) || part == "-")
        {
            var list = List(node!);
            index = part == "-" ? list.Count - 1 : index >= 0 ? index : throw new BuildException($"array index {index} cannot be negative");
            return index >= 0 && index < list.Count ? list[index] : null;
        }

        if (IsItem(part))
        {
            var (key, value) = Item(part);
            return List(node!).FirstOrDefault(item => key.Length == 0 ? KObject.TextOf(item) == value : item is MapNode map && map[key] is { } field && KObject.TextOf(field) == value);
        }

        return node is MapNode fields ? fields[part] : throw ManifestReader.WrongKind("MappingNode", node!);
    }

    private static void Walk(FieldSlot slot, IReadOnlyList<string> path, int at, PathCreation create, List<FieldSlot> found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (at > MaxDepth)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the path has more than {MaxDepth} parts");
        }

        if (at == path.Count)
        {
            found.Add(slot);
            return;
        }

        var part = path[at];
        if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            Index(slot, index, path, at, create, found);
        }
        else if (IsItem(part))
        {
            Items(slot, path, at, create, found);
        }
        else if (part == "*")
        {
            var list = List(slot.Value);
            for (var i = 0; i < list.Count; i++)
            {
                Walk(FieldSlot.Of(list, i), path, at + 1, create, found);
            }
        }
        else
        {
            Field(slot, path, at, create, found);
        }
    }

    private static void Field(FieldSlot slot, IReadOnlyList<string> path, int at, PathCreation create, List<FieldSlot> found)
    {
        if (slot.Value.IsNull && !create.Wanted)
        {
            return;
        }

        if (slot.Value is not MapNode map)
        {
            throw ManifestReader.WrongKind("MappingNode", slot.Value);
        }

        var name = path[at];
        if (name.Length == 0)
        {
            throw ManifestReader.WrongKind("ScalarNode", map);
        }

        if (map[name] is null)
        {
            if (!create.Wanted)
            {
                return;
            }

            map[name] = Made(path, at + 1, create);
        }

        // A text on the way may itself be JSON or YAML; changing it happens elsewhere, here it only says whether the path exists.
        if (map[name] is ScalarNode { Kind: NodeKind.String } && at + 1 < path.Count)
        {
            if (StructuredText.Parse(KObject.TextOf(map[name])) is { } inner)
            {
                Walk(new RootSlot(inner), path, at + 1, create, found);
            }

            return;
        }

        Walk(FieldSlot.Of(map, name), path, at + 1, create, found);
    }

    private static void Index(FieldSlot slot, int index, IReadOnlyList<string> path, int at, PathCreation create, List<FieldSlot> found)
    {
        var list = List(slot.Value);
        if (index == list.Count && create.Wanted)
        {
            list.Add(Made(path, at + 1, create));
        }

        if (index >= list.Count)
        {
            throw new BuildException($"index {index} specified but only {list.Count} elements found");
        }

        Walk(FieldSlot.Of(list, index), path, at + 1, create, found);
    }

    private static void Items(FieldSlot slot, IReadOnlyList<string> path, int at, PathCreation create, List<FieldSlot> found)
    {
        var (key, pattern) = Item(path[at]);
        var list = List(slot.Value);
        var before = found.Count;
        var matcher = Pattern.Part(pattern);
        for (var i = 0; i < list.Count; i++)
        {
            var text = key.Length == 0 ? list[i] : (list[i] as MapNode)?[key];
            if (text is not null && matcher.Fits(KObject.TextOf(text)))
            {
                Walk(FieldSlot.Of(list, i), path, at + 1, create, found);
            }
        }

        if (found.Count > before || !create.Wanted)
        {
            return;
        }

        // An item that is a scalar has no type yet; one that is a map has its key.
        Node item = Fresh;
        if (key.Length > 0)
        {
            var map = new MapNode();
            map[key] = Core.Yaml.YamlReader.ReadScalar(pattern, Core.Yaml.YamlDialect.Kyaml);
            item = map;
        }

        list.Add(item);
        Walk(FieldSlot.Of(list, list.Count - 1), path, at + 1, create, found);
    }

    private static Node Made(IReadOnlyList<string> path, int next, PathCreation create)
    {
        if (next < path.Count)
        {
            var part = path[next];
            return IsItem(part) || part is "-" or "*" || int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new ListNode() : new MapNode();
        }

        return create.Kind switch { NodeKind.Map => new MapNode(), NodeKind.List => new ListNode(), _ => Fresh };
    }

    private static bool IsItem(string part) => part.StartsWith('[') && part.EndsWith(']');

    private static (string Key, string Value) Item(string part)
    {
        var inner = part[1..^1];
        var equals = inner.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 ? (inner[..equals], inner[(equals + 1)..]) : throw new BuildException($"list path element must contain fieldName=fieldValue for element to match");
    }

    private static ListNode List(Node node) => node as ListNode ?? throw ManifestReader.WrongKind("SequenceNode", node);

}
