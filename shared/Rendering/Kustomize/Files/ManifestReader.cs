using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads objects as kustomize reads resources and patches: several documents, lists unpacked, names checked.</summary>
internal static class ManifestReader
{
    private static readonly YamlReadOptions Options = new() { Dialect = YamlDialect.Kyaml };

    /// <summary>The objects of a file, parsed once per content; the caller gets copies.</summary>
    public static List<KObject> Read(SourceFolder folder, string path)
    {
        var file = folder.Load(path);
        try
        {
            var parsed = folder.Context.Options.Cache is { } cache
                ? cache.Objects(file.ContentId, () => Parse(file.Bytes.Span, path))
                : Parse(file.Bytes.Span, path);
            return [.. parsed.Select(map => Of((MapNode)map.Clone()))];
        }
        catch (BuildException e) when (e.Code == ProblemCode.YamlDuplicateKey)
        {
            // A key that is there twice is told by the original when it prints, if the object is still there; here at the end in any case.
            folder.Context.Defer(new BuildException(e.Code, $"map[string]interface {{}}(nil): {Reworded(e.Message)}") { File = file.Path.Value, Position = e.Position });
            return [.. Parse(file.Bytes.Span, path, Options with { DuplicateKeys = DuplicateKeys.LastWins }).Select(Of)];
        }
        catch (BuildException e) when (e.File is null)
        {
            throw new BuildException(e.Code, e.Message) { File = file.Path.Value, Position = e.Position, MalformedYaml = e.MalformedYaml };
        }
    }

    /// <summary>The objects of a text that stands in a kustomization.</summary>
    public static List<KObject> ReadInline(string text) => [.. Parse(Encoding.UTF8.GetBytes(text), null).Select(Of)];

    // "MalformedYAMLError: TEXT in File: x" → "TEXT"
    private static string Reworded(string message)
    {
        var text = message.StartsWith("MalformedYAMLError: ", StringComparison.Ordinal) ? message["MalformedYAMLError: ".Length..] : message;
        var end = text.LastIndexOf(" in File: ", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static List<MapNode> Parse(ReadOnlySpan<byte> bytes, string? path) => Parse(bytes, path, Options);

    private static List<MapNode> Parse(ReadOnlySpan<byte> bytes, string? path, YamlReadOptions options)
    {
        IReadOnlyList<Node> documents;
        try
        {
            documents = YamlReader.ReadAll(bytes, path, options);
        }
        catch (ProblemException e) when (IsBehindDocument(e.Problems[0]))
        {
            // What follows a document without a separator is not looked at in the original.
            documents = ReadUpTo(bytes, path, e.Problems[0]);
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], path, manifest: true);
        }

        JsonComments.Attach(bytes, documents);
        var result = new List<MapNode>(documents.Count);
        var waiting = new Queue<Node>(documents);
        while (waiting.TryDequeue(out var node))
        {
            Take(node, waiting, result);
        }

        return result;
    }

    private static bool IsBehindDocument(Problem problem) =>
        problem.Position.Line > 1 && problem.Message.Contains("expected <document", StringComparison.Ordinal);

    private static IReadOnlyList<Node> ReadUpTo(ReadOnlySpan<byte> bytes, string? path, Problem problem)
    {
        var end = 0;
        for (var line = 1; line < problem.Position.Line && end < bytes.Length; line++)
        {
            var next = bytes[end..].IndexOf((byte)'\n');
            end = next < 0 ? bytes.Length : end + next + 1;
        }

        try
        {
            return YamlReader.ReadAll(bytes[..end], path, Options);
        }
        catch (ProblemException)
        {
            throw YamlError.Of(problem, path, manifest: true);
        }
    }

    /// <summary>An object, with the earlier names that a text may claim for it.</summary>
    private static KObject Of(MapNode map)
    {
        var item = new KObject(map);
        if (item.Annotation("internal.config.kubernetes.io/previousNames") is { } names)
        {
            var all = names.Split(',');
            var spaces = (item.Annotation("internal.config.kubernetes.io/previousNamespaces") ?? "").Split(',');
            var kinds = (item.Annotation("internal.config.kubernetes.io/previousKinds") ?? "").Split(',');
            if (all.Length != spaces.Length || all.Length != kinds.Length)
            {
                throw new BuildException("number of previous names, number of previous namespaces, number of previous kinds not equal");
            }

            for (var i = 0; i < all.Length; i++)
            {
                item.AddPrevious(new PreviousId(spaces[i], all[i], kinds[i]));
            }
        }

        return item;
    }

    private static void Take(Node node, Queue<Node> waiting, List<MapNode> result)
    {
        switch (node)
        {
            case { IsNull: true } or MapNode { Count: 0 } or ListNode { Count: 0 }:
                return;
            case not MapNode:
                throw new BuildException(ProblemCode.ObjectInvalid, WrongKind("MappingNode", node).Message);
        }

        var map = (MapNode)node;
        Validate(map);
        if (!KObject.TextOf(map["kind"]).EndsWith("List", StringComparison.Ordinal) || !map.TryGet("items", out var items))
        {
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
        var kind = KObject.TextOf(map["kind"]);
        var missing = kind.Length == 0 ? "kind" : kind.EndsWith("List", StringComparison.Ordinal) ? null
            : KObject.TextOf((map["metadata"] as MapNode)?["name"]).Length == 0 ? "metadata.name" : null;
        if (missing is not null)
        {
            throw new BuildException(ProblemCode.ObjectInvalid, $"missing {missing} in object {MetaText(map)}") { Position = map.Position };
        }
    }

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
