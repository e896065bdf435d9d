using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Replacements;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>What is made at the end of a field's path where nothing is.</summary>
internal enum FieldCreation
{
    None,
    Text,
    Number,
    Map,
}

/// <summary>Goes along a field specification and lets a function replace what is there.</summary>
internal static class FieldVisitor
{
    /// <summary>Visits the field in <paramref name="item"/> where its kind fits.</summary>
    /// <param name="item">The object.</param>
    /// <param name="spec">The field.</param>
    /// <param name="creation">What is made where the field asks for it.</param>
    /// <param name="set">Takes the value and gives what to put in its place: the same node for no change.</param>
    public static void Visit(KObject item, FieldSpec spec, FieldCreation creation, Func<Node, Node> set)
    {
        if (item.Gvk.IsSelected(spec.Gvk))
        {
            VisitAnyKind(item, spec, creation, set);
        }
    }

    /// <summary>Visits the field whatever the object's kind.</summary>
    public static void VisitAnyKind(KObject item, FieldSpec spec, FieldCreation creation, Func<Node, Node> set)
    {
        try
        {
            if (spec.Segments.Length == 0)
            {
                throw new BuildException("cannot set or create an empty field name");
            }

            Step(item.Map, spec, 0, creation, set);
        }
        catch (BuildException e)
        {
            throw new BuildException($"considering field '{spec.Path}' of object {item.Id}", e);
        }
    }

    private static Node Step(Node node, FieldSpec spec, int at, FieldCreation creation, Func<Node, Node> set)
    {
        if (at == spec.Segments.Length)
        {
            return set(node);
        }

        switch (node)
        {
            case { IsNull: true }:
                return node;
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                {
                    try
                    {
                        list[i] = Step(list[i], spec, at, creation, set);
                    }
                    catch (BuildException e) when (list.Count > 0)
                    {
                        throw new BuildException($"visit traversal on path: [{string.Join(' ', spec.Segments[at..])}]", e);
                    }
                }

                return list;
            case MapNode map:
                Field(map, spec, at, creation, set);
                return map;
            default:
                throw new BuildException("expected sequence or mapping node");
        }
    }

    private static void Field(MapNode map, FieldSpec spec, int at, FieldCreation creation, Func<Node, Node> set)
    {
        var name = spec.Segments[at];
        var isList = name.EndsWith("[]", StringComparison.Ordinal);
        name = isList ? name[..^2] : name;
        if (name.Length == 0)
        {
            throw new BuildException("cannot set or create an empty field name");
        }

        if (!char.IsAsciiLetter(name[0]))
        {
            RefuseItems(map, name);
        }

        var make = spec.Create && creation != FieldCreation.None && !isList;
        var last = at == spec.Segments.Length - 1;
        var value = map[name];
        if (value is null && !make)
        {
            return;
        }

        if (value is null || value.IsNull)
        {
            value = isList && value is not null ? new ListNode() : make ? Made(last ? creation : FieldCreation.Map) : value!;
            if (isList)
            {
                // A null list stays an empty one, as the original prints it.
                map[name] = value;
            }
        }

        var next = Step(value, spec, at + 1, creation, set);
        if (!ReferenceEquals(next, map[name]))
        {
            map[name] = next;
        }
    }

    // What stands for items of a list in other paths leads nowhere in a map. Lists have no part in these paths, so a map is all that can be here.
    private static void RefuseItems(MapNode map, string name)
    {
        try
        {
            _ = FieldPath.Lookup(map, [name]);
        }
        catch (BuildException e)
        {
            throw new BuildException($"fieldName: {name}", e);
        }
    }

    private static Node Made(FieldCreation creation) => creation switch
    {
        FieldCreation.Map => new MapNode(),
        FieldCreation.Number => ScalarNode.Of(0L),
        _ => ScalarNode.Of(""),
    };
}
