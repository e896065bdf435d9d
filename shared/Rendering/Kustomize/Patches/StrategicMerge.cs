using System.Runtime.CompilerServices;
using Plumbline.Core.Objects;
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
    private bool _blankNulls;

    /// <summary>The merged object; null when the patch deletes it.</summary>
    public MapNode? Apply(MapNode target, MapNode patch)
    {
        _blankNulls = HasBlankNull(target, 0);
        return Walk(target, patch, null) as MapNode;
    }

    /// <summary>Whether a key without any value stands somewhere: such nulls go from every object that is patched.</summary>
    private static bool HasBlankNull(Node node, int depth) => depth < MaxDepth && node switch
    {
        MapNode map => map.AsEnumerable().Any(entry => HasBlankNull(entry.Value, depth + 1)),
        ListNode list => list.AsEnumerable().Any(item => HasBlankNull(item, depth + 1)),
        _ => node is ScalarNode { IsNull: true, Text.Length: 0 },
    };

    private Node? Walk(Node? target, Node? patch, SchemaNode? schema)
    {
        if (++_depth > MaxDepth)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the patch is nested more than {MaxDepth} levels deep");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        try
        {
            schema ??= Find(target) ?? Find(patch);
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
                names.Add(entry.Key);
            }
        }
        else if (patch is null && !_blankNulls)
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
        patch is null && !_blankNulls ? target : new KeyedListMerge(schema.Keys, (t, p) => Walk(t, p, schema.Items)).Merge(target, patch);
}
