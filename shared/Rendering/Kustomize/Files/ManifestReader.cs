using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads objects as kustomize reads resources and patches: several documents, lists unpacked, names checked.</summary>
internal static class ManifestReader
{
    private static readonly YamlReadOptions Options = new() { Dialect = YamlDialect.Kyaml, KeepsOddKeys = true };

    // A key that is there twice is told by the original when it prints, if it is still there.
    private static readonly YamlReadOptions Repeating = Options with { DuplicateKeys = DuplicateKeys.Keep };
    private static readonly string[] Identity = ["name", "namespace", "labels", "annotations"];

    /// <summary>The objects of a file, parsed once per content; the caller gets copies.</summary>
    public static List<KObject> Read(SourceFolder folder, string path)
    {
        var file = folder.Load(path);
        try
        {
            var parsed = folder.Context.Options.Cache is { } cache
                ? cache.Objects(file.ContentId, () => Parse(file.Bytes.Span, path))
                : Parse(file.Bytes.Span, path);
            return folder.Context.Seen([.. parsed.Select(map => ClaimedMemory.Of((MapNode)map.Clone()))]);
        }
        catch (BuildException e) when (e.Code == ProblemCode.YamlDuplicateKey)
        {
            folder.Context.Repeat(file.Path.Value);
            return folder.Context.Seen(Repeated(file.Bytes.Span, path));
        }
        catch (BuildException e) when (e.File is null)
        {
            throw new BuildException(e.Code, e.Message) { File = file.Path.Value, Position = e.Position, MalformedYaml = e.MalformedYaml };
        }
    }

    /// <summary>The objects of a text that stands in a kustomization.</summary>
    public static List<KObject> ReadInline(string text, BuildContext context)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return context.Seen([.. Parse(bytes, null).Select(ClaimedMemory.Of)]);
        }
        catch (BuildException e) when (e.Code == ProblemCode.YamlDuplicateKey)
        {
            context.Repeat(null);
            return context.Seen(Repeated(bytes, null));
        }
    }

    private static List<KObject> Repeated(ReadOnlySpan<byte> bytes, string? path) =>
        [.. Parse(bytes, path, Repeating).Select(map => ClaimedMemory.Of(RepeatedKeys.WithoutEmptyAnnotations(map)))];

    private static List<MapNode> Parse(ReadOnlySpan<byte> bytes, string? path) => Parse(bytes, path, Options);

    private static List<MapNode> Parse(ReadOnlySpan<byte> bytes, string? path, YamlReadOptions options)
    {
        var documents = ManifestText.Read(bytes, path, options);
        if (documents is [MapNode only] && IsEmptyEnvelope(only))
        {
            return [];
        }

        var result = new List<MapNode>(documents.Count);
        var waiting = new Queue<Node>(documents);
        while (waiting.TryDequeue(out var node))
        {
            Take(node, waiting, result);
        }

        return result;
    }

    // A list that stands alone and carries the settings of a function and no items, or something in their place: the original opens it and finds nothing.
    private static bool IsEmptyEnvelope(MapNode map) => KObject.TextOf(map["kind"]) is "ResourceList" or "List" && map["items"] switch
    {
        null => map.Has("functionConfig"),
        MapNode { Count: > 0 } items => throw NoMetadata(items),
        var items => items is not ListNode,
    };

    private static void Take(Node node, Queue<Node> waiting, List<MapNode> result)
    {
        switch (node)
        {
            case { IsNull: true } or MapNode { Count: 0 } or ListNode { Count: 0 }:
                return;
            case not MapNode:
                throw NoMetadata(node);
        }

        var map = (MapNode)node;
        Validate(map);
        var isList = KObject.TextOf(map["kind"]).EndsWith("List", StringComparison.Ordinal);
        if (!isList || !map.TryGet("items", out var items))
        {
            if (isList && !map.Has("metadata"))
            {
                // Where the original has kept its marks for the time of the build; it takes the marks away again and leaves the place.
                map["metadata"] = new MapNode();
            }

            result.Add(map);
            return;
        }

        switch (items)
        {
            case ListNode list:
                foreach (var item in list)
                {
                    waiting.Enqueue(item);
                }

                break;
            case { IsNull: false }:
                throw new BuildException(
                    ProblemCode.ObjectInvalid, $"expected array in {KObject.TextOf(map["kind"])}/items, but found {GoType(items)}");
        }
    }

    /// <summary>Whether an object has what every object needs: a kind, and a name unless it is a list.</summary>
    public static void Validate(MapNode map)
    {
        if (!Says(map["apiVersion"]) && !Says(map["kind"]) && (map["metadata"] is not MapNode metadata || !Array.Exists(Identity, field => Says(metadata[field]))))
        {
            throw NoMetadata(map);
        }

        var kind = KObject.TextOf(map["kind"]);
        var missing = kind.Length == 0 ? "kind" : kind.EndsWith("List", StringComparison.Ordinal) ? null
            : KObject.TextOf((map["metadata"] as MapNode)?["name"]).Length == 0 ? "metadata.name" : null;
        if (missing is not null)
        {
            throw new BuildException(ProblemCode.ObjectInvalid, $"missing {missing} in object {MetaText(map)}") { Position = map.Position };
        }
    }

    private static bool Says(Node? field) => field is not (null or { IsNull: true } or MapNode { Count: 0 } or ListNode { Count: 0 });

    // What has nothing that objects have is not taken for one at all.
    private static BuildException NoMetadata(Node node) => new(ProblemCode.ObjectInvalid, "missing Resource metadata")
    {
        Position = node.Position,
        Hint = "Every document is an object with apiVersion, kind and metadata.name.",
    };

    /// <summary>The node as a map.</summary>
    public static MapNode Map(Node node) => node as MapNode ?? throw WrongKind("MappingNode", node);

    /// <summary>The node as a scalar.</summary>
    public static ScalarNode Scalar(Node node) => node as ScalarNode ?? throw WrongKind("ScalarNode", node);

    /// <summary>What is said of a node that is not of the kind <paramref name="wanted"/>.</summary>
    public static BuildException WrongKind(string wanted, Node found) =>
        new($"wrong node kind: expected {wanted} but got {KindName(found)}: node contents:\n{Contents(found)}");

    public static string KindName(Node node) => node switch
    {
        MapNode => "MappingNode",
        ListNode => "SequenceNode",
        _ => "ScalarNode",
    };

    /// <summary>A node as messages show it.</summary>
    public static string Contents(Node node)
    {
        try
        {
            return StyledYaml.ToText(node);
        }
        catch (ProblemException)
        {
            return "";
        }
    }

    private static string GoType(Node node) => node.Kind switch
    {
        NodeKind.String => "string",
        NodeKind.Boolean => "bool",
        NodeKind.Integer => "int",
        NodeKind.Float => "float64",
        _ => "map[string]interface {}",
    };

    private static string MetaText(MapNode map)
    {
        var metadata = map["metadata"] as MapNode;
        return $"{{{{{KObject.TextOf(map["apiVersion"])} {KObject.TextOf(map["kind"])}}} {{{{{KObject.TextOf(metadata?["name"])} {KObject.TextOf(metadata?["namespace"])}}} {MapText(metadata?["labels"])} {MapText(metadata?["annotations"])}}}}}";
    }

    private static string MapText(Node? node) => node is MapNode map
        ? $"map[{string.Join(' ', map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{KObject.TextOf(e.Value)}"))}]"
        : "map[]";
}
