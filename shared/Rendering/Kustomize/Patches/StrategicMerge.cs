using System.Runtime.CompilerServices;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Schema;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>Lays a strategic merge patch over an object. The patch is used up: pass a copy.</summary>
internal sealed class StrategicMerge(BuildSchema schemas)
{
    private const int MaxDepth = 500;

    private int _depth;
    private bool _walksAll;

    /// <summary>The merged object; null when the patch deletes it.</summary>
    public MapNode? Apply(MapNode target, MapNode patch)
    {
        _walksAll = IsIrregular(target, null, 0);
        return Walk(target, patch, null) as MapNode;
    }

    /// <summary>
    /// Whether the object changes by being walked, even where the patch says nothing: keys without any value go, and lists whose
    /// items cannot be told apart by their keys lose or repeat some. Everything else is left alone where the patch is silent.
    /// </summary>
    private bool IsIrregular(Node node, SchemaNode? schema, int depth)
    {
        if (depth > MaxDepth)
        {
            return true;
        }

        switch (node)
        {
            case MapNode map:
                schema = Beside(map) ?? schema ?? Find(map);
                foreach (var entry in map)
                {
                    if (IsIrregular(entry.Value, schema?.Field(entry.Key), depth + 1))
                    {
                        return true;
                    }
                }

                return false;
            case ListNode list:
                schema = Beside(list) ?? schema;
                if (schema is { MergesList: true } && !KeyedListMerge.IsRegular(list, schema.Keys))
                {
                    return true;
                }

                foreach (var item in list)
                {
                    if (IsIrregular(item, schema?.Items, depth + 1))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return node is ScalarNode { IsNull: true, Text.Length: 0 };
        }
    }

    private Node? Walk(Node? target, Node? patch, SchemaNode? schema)
    {
        if (++_depth > MaxDepth)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the patch is nested more than {MaxDepth} levels deep");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        try
        {
            schema = Beside(target) ?? Beside(patch) ?? schema ?? Find(target) ?? Find(patch);
            var kind = target is { IsNull: false } ? target : patch is { IsNull: false } ? patch : null;
            CheckKinds(kind, target, patch);
            return kind switch
            {
                ListNode => List(target, patch, schema),
                ScalarNode => patch ?? target,
                _ => Map(target, patch, schema),
            };
        }
        finally
        {
            _depth--;
        }
    }

    // A schema in a comment counts before the one of the kind.
    private SchemaNode? Beside(Node? node) => node switch
    {
        MapNode { Comment: { } comment } => schemas.OfComment(comment),
        ListNode { Comment: { } comment } => schemas.OfComment(comment),
        _ => null,
    };

    private SchemaNode? Find(Node? node) => node is MapNode map && KObject.TextOf(map["kind"]) is { Length: > 0 } kind &&
        KObject.TextOf(map["apiVersion"]) is { Length: > 0 } version ? schemas.Find(Gvk.Of(version, kind)) : null;

    private static void CheckKinds(Node? kind, Node? target, Node? patch)
    {
        foreach (var node in (ReadOnlySpan<Node?>)[target, patch])
        {
            if (kind is not null && node is { IsNull: false } && ManifestReader.KindName(node) != ManifestReader.KindName(kind))
            {
                throw ManifestReader.WrongKind(ManifestReader.KindName(kind), node);
            }
        }
    }

    private Node? Map(Node? target, Node? patch, SchemaNode? schema)
    {
        if (target is null or { IsNull: true })
        {
            if (patch is MapNode && PatchDirectives.Take(patch) == PatchDirective.Delete)
            {
                return null;
            }

            // A null the object wrote itself stays, as long as the patch says nothing.
            if (patch is null && target is ScalarNode { Text.Length: > 0 })
            {
                return target;
            }

            // What the patch adds is walked like the rest, so that its own directives and nulls go.
            return patch is MapNode added ? Fields(added, added, schema) : patch is { IsNull: true } ? null : patch;
        }

        if (patch is { IsNull: true })
        {
            return null;
        }

        return PatchDirectives.Take(patch) switch
        {
            PatchDirective.Delete => null,
            PatchDirective.Replace => Fields((MapNode)patch!, (MapNode)patch!, schema),
            _ => Fields((MapNode)target, patch as MapNode, schema),
        };
    }

    private MapNode Fields(MapNode target, MapNode? patch, SchemaNode? schema)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in target)
        {
            names.Add(entry.Key);
        }

        if (patch is not null && !ReferenceEquals(patch, target))
        {
            foreach (var entry in patch)
            {
                // Of a key that the patch has twice the first value is merged.
                if (!RepeatedKey.Is(entry.Key))
                {
                    names.Add(entry.Key);
                }
            }
        }
        else if (patch is null && !_walksAll)
        {
            return target;
        }

        foreach (var name in names)
        {
            var merged = Walk(target[name], patch?[name], schema?.Field(name));
            if (merged is null || (merged.IsNull && patch?[name] is not null))
            {
                target.Remove(name);
            }
            else if (!ReferenceEquals(merged, target[name]))
            {
                target[name] = ScalarWriting.Over(target[name], merged);
            }
        }

        return target;
    }

    private Node? List(Node? target, Node? patch, SchemaNode? schema)
    {
        if (schema is not { MergesList: true })
        {
            return patch is { IsNull: true } ? patch : patch ?? target;
        }

        if (target is null or { IsNull: true })
        {
            return patch is ListNode alone ? ListMerge(alone, alone, schema) : patch;
        }

        if (patch is { IsNull: true })
        {
            return null;
        }

        return PatchDirectives.Take(patch) switch
        {
            PatchDirective.Delete => null,
            PatchDirective.Replace => ListMerge((ListNode)patch!, (ListNode)patch!, schema),
            _ => ListMerge((ListNode)target, patch as ListNode, schema),
        };
    }

    private ListNode ListMerge(ListNode target, ListNode? patch, SchemaNode schema) =>
        patch is null && !_walksAll ? target : new KeyedListMerge(schema.Keys, (t, p) => Walk(t, p, schema.Items)).Merge(target, patch);
}
