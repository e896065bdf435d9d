using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Replica counts, and values added to fields.</summary>
internal static class ValueTransforms
{
    public static ITransformer Replicas(ReplicaEntry replica, IReadOnlyList<FieldSpec> specs) => new Transformer(objects =>
    {
        var found = false;
        foreach (var spec in specs)
        {
            foreach (var item in objects.ByAnyName(replica.Name))
            {
                if (!item.PastIds().Append(item.Id).Any(id => id.Name == replica.Name && id.Gvk.IsSelected(spec.Gvk)))
                {
                    continue;
                }

                found = true;
                FieldVisitor.Visit(item, spec, FieldCreation.Number, node =>
                {
                    ScalarWriting.Demand(node);
                    return ScalarWriting.Over(node, ScalarNode.Of(replica.Count));
                });
            }
        }

        if (!found)
        {
            throw new BuildException($"resource with name {replica.Name} does not match a config with the following GVK [{string.Join(' ', specs.Select(s => s.Gvk))}]");
        }
    });

    /// <summary>Writes <paramref name="value"/> into a field, or inserts it into the path the field holds.</summary>
    public static ITransformer Add(string value, TargetSelector? target, string fieldPath, int position) => new Transformer(objects =>
    {
        var selected = target is null ? objects.Items : new ObjectSelector(target).Select(objects);
        foreach (var item in selected)
        {
            if (item.IsEmpty)
            {
                continue;
            }

            if (fieldPath == "metadata/namespace")
            {
                new NamespaceTransform(value, [], unsetOnly: false, "").ApplyTo(item);
                continue;
            }

            AddTo(item, value, fieldPath, position);
        }

        objects.Changed();
    });

    private static void AddTo(KObject item, string value, string fieldPath, int position)
    {
        var spec = new FieldSpec(new Gvk("", "", ""), fieldPath, true);
        Node node = item.Map;
        for (var i = 0; i < spec.Segments.Length; i++)
        {
            var name = spec.Segments[i].Trim();
            if (name.Length == 0)
            {
                continue;
            }

            if (node is not MapNode map)
            {
                throw ManifestReader.WrongKind("MappingNode", node);
            }

            if (i < spec.Segments.Length - 1)
            {
                if (map[name] is null or { IsNull: true })
                {
                    map[name] = new MapNode();
                }

                node = map[name]!;
                continue;
            }

            var old = map[name] ?? ScalarNode.Of("");
            ScalarWriting.Demand(old);
            map[name] = ScalarWriting.Text(old, position > 0 ? InsertPart(KObject.TextOf(old), position - 1, value) : value);
        }
    }

    /// <summary>Puts <paramref name="part"/> into a path; a position past its end puts it at the end. A leading slash stays.</summary>
    private static string InsertPart(string path, int position, string part)
    {
        if (path.Length == 0)
        {
            return part;
        }

        var absolute = path.StartsWith('/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        parts.Insert(Math.Min(position, parts.Count), part);
        return (absolute ? "/" : "") + string.Join('/', parts);
    }
}
