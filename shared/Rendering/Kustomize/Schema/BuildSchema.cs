using System.Text;
using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Schema;

/// <summary>The schema one build goes by: the built-in one, or the file its <c>openapi.path</c> names, which replaces it.</summary>
internal sealed class BuildSchema
{
    private const string Prefix = "#/definitions/";
    private const int MostReferences = 100;

    private static readonly MapNode NoDefinitions = new();

    private readonly Dictionary<Gvk, SchemaNode>? _own;
    private readonly Dictionary<string, SchemaNode> _definitions;
    private readonly bool? _ownFirst;

    private BuildSchema(Dictionary<Gvk, SchemaNode>? own, Dictionary<string, SchemaNode> definitions, bool? ownFirst = null) =>
        (_own, _definitions, _ownFirst) = (own, definitions, ownFirst);

    public static BuildSchema BuiltIn { get; } = new(null, []);

    public SchemaNode? Find(Gvk gvk) => Choose(_own?.GetValueOrDefault(gvk), gvk, BuiltInSchema.Find);

    /// <summary>The same together with the built-in one.</summary>
    /// <param name="ownFirst">Which of the two counts for what both know.</param>
    public BuildSchema BesideBuiltIn(bool ownFirst) => new(_own, _definitions, ownFirst);

    /// <summary>
    /// The schema a comment holds, its references followed one step as kustomize follows them; null where it is no JSON object or an empty
    /// one. What a reference leads to and is not known has no lists that merge.
    /// </summary>
    public SchemaNode? OfComment(string json)
    {
        try
        {
            return JsonTree.Read(FirstValue(Encoding.UTF8.GetBytes(json))) is MapNode { Count: > 0 } map ? Read(map, Known, 0) : null;
        }
        catch (Exception e) when (e is ProblemException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The first JSON value of a comment; words may stand behind it.</summary>
    private static byte[] FirstValue(byte[] json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        return reader.Read() && reader.TrySkip() ? json[..(int)reader.BytesConsumed] : json;
    }

    /// <summary>Reads an OpenAPI version 2 document.</summary>
    public static BuildSchema Of(Node document)
    {
        var own = new Dictionary<Gvk, SchemaNode>();
        var made = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        var definitions = (document as MapNode)?["definitions"] as MapNode ?? NoDefinitions;
        foreach (var definition in definitions)
        {
            var node = Definition(definition.Key, definitions, made);
            if ((definition.Value as MapNode)?["x-kubernetes-group-version-kind"] is not ListNode kinds)
            {
                continue;
            }

            foreach (var kind in kinds.OfType<MapNode>())
            {
                own[new Gvk(KObject.TextOf(kind["group"]), KObject.TextOf(kind["version"]), KObject.TextOf(kind["kind"]))] = node;
            }
        }

        return new BuildSchema(own, made);
    }

    private SchemaNode Known(string name) => Choose(_definitions.GetValueOrDefault(name), name, BuiltInSchema.Definition) ?? new SchemaNode();

    private SchemaNode? Choose<T>(SchemaNode? own, T key, Func<T, SchemaNode?> builtIn) => (_own, _ownFirst) switch
    {
        (null, _) => builtIn(key),
        (_, null) => own,
        (_, true) => own ?? builtIn(key),
        _ => builtIn(key) ?? own,
    };

    private static SchemaNode Definition(string name, MapNode definitions, Dictionary<string, SchemaNode> made)
    {
        if (made.TryGetValue(name, out var known))
        {
            return known;
        }

        var node = made[name] = new SchemaNode();
        if (definitions[name] is MapNode map)
        {
            Fill(node, map, reference => Definition(reference, definitions, made), 0);
        }

        return node;
    }

    private static SchemaNode Read(MapNode map, Func<string, SchemaNode> find, int depth)
    {
        if (KObject.TextOf(map["$ref"]) is { Length: > 0 } reference && reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return find(reference[Prefix.Length..]);
        }

        var node = new SchemaNode();
        Fill(node, map, find, depth);
        return node;
    }

    private static void Fill(SchemaNode node, MapNode map, Func<string, SchemaNode> find, int depth)
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
                    node.Fields[property.Key] = Read(value, find, depth + 1);
                }
            }
        }

        if (map["additionalProperties"] is MapNode free)
        {
            node.Values = Read(free, find, depth + 1);
        }

        if (map["items"] is MapNode items && KObject.TextOf(map["type"]) == "array")
        {
            node.Items = Read(items, find, depth + 1);
        }

        node.MergesList = KObject.TextOf(map["x-kubernetes-patch-strategy"]).Split(',').Contains("merge", StringComparer.Ordinal);
        node.Keys = map["x-kubernetes-list-map-keys"] is ListNode keys ? [.. keys.Select(KObject.TextOf)]
            : KObject.TextOf(map["x-kubernetes-patch-merge-key"]) is { Length: > 0 } key ? [key] : [];
    }
}
