using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Schema;

/// <summary>The schema one build goes by: the built-in one, or the file its <c>openapi.path</c> names, which replaces it.</summary>
internal sealed class BuildSchema
{
    private const string Prefix = "#/definitions/";
    private const int MostReferences = 100;

    private readonly Dictionary<Gvk, SchemaNode>? _own;

    private BuildSchema(Dictionary<Gvk, SchemaNode>? own) => _own = own;

    public static BuildSchema BuiltIn { get; } = new(null);

    public SchemaNode? Find(Gvk gvk) => _own is null ? BuiltInSchema.Find(gvk) : _own.GetValueOrDefault(gvk);

    /// <summary>Reads an OpenAPI version 2 document.</summary>
    public static BuildSchema Of(Node document)
    {
        var own = new Dictionary<Gvk, SchemaNode>();
        if ((document as MapNode)?["definitions"] is not MapNode definitions)
        {
            return new BuildSchema(own);
        }

        var made = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            if (definition.Value is not MapNode map || map["x-kubernetes-group-version-kind"] is not ListNode kinds)
            {
                continue;
            }

            var node = Definition(definition.Key, definitions, made);
            foreach (var kind in kinds.OfType<MapNode>())
            {
                own[new Gvk(KObject.TextOf(kind["group"]), KObject.TextOf(kind["version"]), KObject.TextOf(kind["kind"]))] = node;
            }
        }

        return new BuildSchema(own);
    }

    private static SchemaNode Definition(string name, MapNode definitions, Dictionary<string, SchemaNode> made)
    {
        if (made.TryGetValue(name, out var known))
        {
            return known;
        }

        var node = made[name] = new SchemaNode();
        if (definitions[name] is MapNode map)
        {
            Fill(node, map, definitions, made, 0);
        }

        return node;
    }

    private static SchemaNode Read(MapNode map, MapNode definitions, Dictionary<string, SchemaNode> made, int depth)
    {
        if (KObject.TextOf(map["$ref"]) is { Length: > 0 } reference && reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Definition(reference[Prefix.Length..], definitions, made);
        }

        var node = new SchemaNode();
        Fill(node, map, definitions, made, depth);
        return node;
    }

    private static void Fill(SchemaNode node, MapNode map, MapNode definitions, Dictionary<string, SchemaNode> made, int depth)
    {
        if (depth > MostReferences)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the OpenAPI schema is nested more than {MostReferences} levels deep");
        }

        if (map["properties"] is MapNode properties)
        {
            node.Fields = new(StringComparer.Ordinal);
            foreach (var property in properties)
            {
                if (property.Value is MapNode value)
                {
                    node.Fields[property.Key] = Read(value, definitions, made, depth + 1);
                }
            }
        }

        if (map["additionalProperties"] is MapNode free)
        {
            node.Values = Read(free, definitions, made, depth + 1);
        }

        if (map["items"] is MapNode items && KObject.TextOf(map["type"]) == "array")
        {
            node.Items = Read(items, definitions, made, depth + 1);
        }

        node.MergesList = KObject.TextOf(map["x-kubernetes-patch-strategy"]).Split(',').Contains("merge", StringComparer.Ordinal);
        node.Keys = map["x-kubernetes-list-map-keys"] is ListNode keys ? [.. keys.Select(KObject.TextOf)]
            : KObject.TextOf(map["x-kubernetes-patch-merge-key"]) is { Length: > 0 } key ? [key] : [];
    }
}
