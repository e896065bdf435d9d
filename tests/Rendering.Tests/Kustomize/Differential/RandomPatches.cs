using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Patches for an object, most of which fit it.</summary>
internal sealed class RandomPatches(Random random, RandomObjects objects)
{
    /// <summary>A strategic merge: parts of the object with changes, additions, directives.</summary>
    public string Strategic(MapNode target)
    {
        var patch = (MapNode)Part(target, 0);
        patch["apiVersion"] = target["apiVersion"]!;
        patch["kind"] = target["kind"]!;
        var metadata = patch["metadata"] as MapNode ?? new MapNode();
        metadata["name"] = ((MapNode)target["metadata"]!)["name"]!;
        if (((MapNode)target["metadata"]!)["namespace"] is { } space)
        {
            metadata["namespace"] = space;
        }

        patch["metadata"] = metadata;
        if (objects.Chance(25))
        {
            patch["$patch"] = ScalarNode.Of(objects.Pick(["delete", "replace", "merge"]));
        }

        return RandomYaml.Write(patch, random);
    }

    /// <summary>A list of JSON patch operations as YAML or JSON.</summary>
    public string Json(MapNode target)
    {
        var operations = new ListNode();
        for (var i = random.Next(6) / 4; i >= 0; i--)
        {
            operations.Add(Operation(target));
        }

        return objects.Chance(3) ? JsonTree.ToText(operations) : RandomYaml.Write(operations, random);
    }

    /// <summary>A field of the object as replacements write it.</summary>
    public string Path(MapNode target)
    {
        var parts = Walk(target, stopOneIn: 6);
        if (objects.Chance(20))
        {
            parts.Add("extra");
        }

        return JsonSerializer.Serialize(string.Join('.', parts.Select(p => p.Replace(".", "\\.", StringComparison.Ordinal))));
    }

    private MapNode Operation(MapNode target)
    {
        var path = Walk(target, stopOneIn: 5);
        var op = objects.Pick(["add", "add", "add", "replace", "replace", "replace", "replace", "remove", "copy", "move", "test"]);
        if (op == "add" && objects.Chance(2))
        {
            path.Add(At(target, path) is ListNode ? objects.Pick(["-", "0"]) : At(target, path) is MapNode ? objects.Pick(["new", "a/b"]) : objects.Chance(8) ? "9" : path.Count > 0 ? Shortened(path) : "x");
        }

        var operation = new MapNode { ["op"] = ScalarNode.Of(op), ["path"] = ScalarNode.Of(Pointer(path)) };
        if (op is "add" or "replace" or "test")
        {
            operation["value"] = op == "test" && !objects.Chance(8) ? At(target, path)?.Clone() ?? ScalarNode.Null : objects.Value();
        }
        else if (op is "copy" or "move")
        {
            operation["from"] = ScalarNode.Of(Pointer(Walk(target, stopOneIn: 4)));
        }

        return operation;
    }

    // A value where only maps and lists take members: the last part goes, so that a sibling is added.
    private static string Shortened(List<string> path)
    {
        var last = path[^1];
        path.RemoveAt(path.Count - 1);
        return int.TryParse(last, out _) ? last : last + "2";
    }

    private static string Pointer(List<string> path) => string.Concat(path.Select(p => "/" + p.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private static Node? At(Node node, List<string> path)
    {
        foreach (var part in path)
        {
            var next = node is MapNode map ? map[part] : node is ListNode list && int.TryParse(part, out var i) && i < list.Count ? list[i] : null;
            if (next is null)
            {
                return null;
            }

            node = next;
        }

        return node;
    }

    private List<string> Walk(MapNode target, int stopOneIn)
    {
        var path = new List<string>();
        Node node = target;
        while (true)
        {
            if (node is MapNode { Count: > 0 } map)
            {
                var entry = map.EntryAt(random.Next(map.Count));
                if (path.Count == 0 && entry.Key is "apiVersion" or "kind" && !objects.Chance(10))
                {
                    entry = map.EntryAt(map.Count - 1);
                }

                path.Add(entry.Key);
                node = entry.Value;
            }
            else if (node is ListNode { Count: > 0 } list)
            {
                var index = random.Next(list.Count);
                path.Add(index.ToString());
                node = list[index];
            }
            else
            {
                return path;
            }

            if (path.Count > 1 && objects.Chance(stopOneIn))
            {
                return path;
            }
        }
    }

    private Node Part(Node node, int depth)
    {
        switch (node)
        {
            case MapNode map:
                return Part(map, depth);
            case ListNode list:
                var items = new ListNode(list.Where(_ => !objects.Chance(3)).Select(item => Keyed(item, Part(item, depth + 1))));
                if (list.Count > 0 && objects.Chance(4))
                {
                    items.Add(New(list[0]));
                }

                if (list.Count > 0 && objects.Chance(20) && list[0] is MapNode)
                {
                    items.Add(new MapNode { ["$patch"] = ScalarNode.Of(objects.Pick(["replace", "delete", "merge"])) });
                }

                return items;
            default:
                return objects.Chance(2) ? node : objects.Chance(8) ? ScalarNode.Null : objects.Chance(5) ? objects.Value() : ScalarNode.Of(objects.Pick(RandomObjects.Names));
        }
    }

    private MapNode Part(MapNode map, int depth)
    {
        var part = new MapNode();
        foreach (var entry in map)
        {
            if (depth == 0 ? entry.Key is not ("apiVersion" or "kind") : !objects.Chance(2))
            {
                part[entry.Key] = objects.Chance(30) ? ScalarNode.Null : Part(entry.Value, depth + 1);
            }
        }

        if (depth > 0 && objects.Chance(8))
        {
            part[objects.Pick(["added", "a", "env", "ports", "items"])] = objects.Value();
        }

        if (depth > 0 && objects.Chance(40))
        {
            part["$patch"] = ScalarNode.Of(objects.Pick(["replace", "delete", "merge"]));
        }

        return part;
    }

    // What tells items of a list apart mostly stays, so that patches meet what they patch.
    private Node Keyed(Node original, Node part)
    {
        if (original is MapNode from && part is MapNode to)
        {
            foreach (var key in (string[])["name", "containerPort", "port", "mountPath", "key", "protocol", "ip"])
            {
                if (from[key] is { } value && !objects.Chance(key == "protocol" ? 3 : 12))
                {
                    to[key] = value;
                }
            }

            if (objects.Chance(25))
            {
                to["$patch"] = ScalarNode.Of(objects.Pick(["delete", "replace"]));
            }
        }

        return part;
    }

    private Node New(Node like)
    {
        var copy = like.Clone();
        if (copy is MapNode map)
        {
            foreach (var key in (string[])["name", "mountPath", "key", "ip"])
            {
                if (map.Has(key))
                {
                    map[key] = ScalarNode.Of(objects.Pick(["new", "c1", "B", "v2", "/a"]));
                }
            }

            foreach (var key in (string[])["containerPort", "port"])
            {
                if (map.Has(key))
                {
                    map[key] = ScalarNode.Of(objects.Chance(2) ? 80 : 8080);
                }
            }

            return map;
        }

        return ScalarNode.Of(objects.Pick(RandomObjects.Names));
    }
}
