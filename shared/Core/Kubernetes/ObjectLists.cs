using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Kubernetes;

/// <summary>Takes lists of objects apart, so that no object hides in one (threat T-PRJ-2).</summary>
public static class ObjectLists
{
    private const int Deepest = 10;
    private const int MostObjects = 100_000;

    /// <summary>Whether a tree is a list: its kind ends with <c>List</c> and it has <c>items</c> that are a list, or null where there is neither <c>spec</c> nor <c>status</c>.</summary>
    public static bool IsList(MapNode map) =>
        map["kind"] is ScalarNode { StringValue: { } kind } && kind.EndsWith("List", StringComparison.Ordinal) &&
        (map["items"] is ListNode || (map["items"] is { IsNull: true } && !map.Has("spec") && !map.Has("status")));

    /// <summary>
    /// Gives <paramref name="node"/> itself, or the items of the list it is, of the lists in that list, and so on. Items of a typed list such as
    /// <c>ConfigMapList</c> that do not say what they are get the list's <c>apiVersion</c> and the kind without <c>List</c>, as kubectl has it.
    /// </summary>
    /// <exception cref="ProblemException">Lists are nested more than 10 deep, or hold more than 100,000 objects.</exception>
    public static IReadOnlyList<Node> Flatten(Node node)
    {
        if (node is not MapNode map || !IsList(map))
        {
            return [node];
        }

        var flat = new List<Node>();
        Add(map, flat, 1);
        return flat;
    }

    private static void Add(MapNode list, List<Node> flat, int depth)
    {
        if (depth > Deepest)
        {
            throw new ProblemException(new Problem(ProblemCode.RenderBudget, $"Lists are nested more than {Deepest} deep.") { Position = list.Position });
        }

        foreach (var item in list["items"] as ListNode ?? [])
        {
            if (item is MapNode map)
            {
                TakeOver(list, map);
                if (IsList(map))
                {
                    Add(map, flat, depth + 1);
                    continue;
                }
            }

            flat.Add(item);
            if (flat.Count > MostObjects)
            {
                throw new ProblemException(new Problem(ProblemCode.RenderBudget, $"A list holds more than {MostObjects} objects.") { Position = list.Position });
            }
        }
    }

    private static void TakeOver(MapNode list, MapNode item)
    {
        var kind = ((ScalarNode)list["kind"]!).StringValue![..^"List".Length];
        if (kind.Length > 0 && !item.Has("kind") && !item.Has("apiVersion"))
        {
            item.Set("kind", ScalarNode.Of(kind, item.Position));
            if (list["apiVersion"] is { } version)
            {
                item.Set("apiVersion", version);
            }
        }
    }
}
