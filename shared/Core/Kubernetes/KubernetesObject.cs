using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Kubernetes;

/// <summary>Where a rendered object came from.</summary>
/// <param name="File">Path inside the source.</param>
/// <param name="Position">Where its document starts.</param>
public sealed record ObjectOrigin(string File, SourcePosition Position);

/// <summary>A Kubernetes object kept as the tree it was read as, so that unknown fields survive. Wraps, does not copy.</summary>
/// <param name="root">The whole object; must have text for <c>apiVersion</c> and <c>kind</c> (see <see cref="TryWrap"/>).</param>
public sealed class KubernetesObject(MapNode root)
{
    /// <summary>The whole object.</summary>
    public MapNode Root { get; } = root;

    /// <summary>Where it was rendered from; null for live objects.</summary>
    public ObjectOrigin? Origin { get; init; }

    /// <summary><c>apiVersion</c>.</summary>
    public string ApiVersion => TextOf(Root, "apiVersion") ?? "";

    /// <summary><c>kind</c>.</summary>
    public string Kind => TextOf(Root, "kind") ?? "";

    /// <summary>The group in <c>apiVersion</c>; empty for core.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var i and >= 0 ? ApiVersion[..i] : "";

    /// <summary>The version in <c>apiVersion</c>.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary><c>metadata</c>; null when it is missing or no map.</summary>
    public MapNode? Metadata => Root["metadata"] as MapNode;

    /// <summary><c>metadata.name</c>; empty when missing.</summary>
    public string Name => TextOf(Metadata, "name") ?? "";

    /// <summary><c>metadata.namespace</c>; empty when missing.</summary>
    public string Namespace => TextOf(Metadata, "namespace") ?? "";

    /// <summary><c>metadata.uid</c>; null for objects that are not live.</summary>
    public string? Uid => TextOf(Metadata, "uid");

    /// <summary><c>metadata.resourceVersion</c>; null for objects that are not live.</summary>
    public string? ResourceVersion => TextOf(Metadata, "resourceVersion");

    /// <summary><c>metadata.generation</c>; null where the kind has none.</summary>
    public long? Generation => Metadata?["generation"] is ScalarNode { Kind: NodeKind.Integer } n ? (long)n.IntegerValue : null;

    /// <summary>Whether deletion has begun.</summary>
    public bool IsTerminating => TextOf(Metadata, "deletionTimestamp") is not null;

    /// <summary>Identity inside its cluster.</summary>
    public ResourceKey Key => new(Group, Kind, Namespace, Name);

    /// <summary>The value of an annotation; null without it.</summary>
    public string? Annotation(string name) => TextOf(Metadata?["annotations"] as MapNode, name);

    /// <summary>The value of a label; null without it.</summary>
    public string? Label(string name) => TextOf(Metadata?["labels"] as MapNode, name);

    /// <summary>Sets an annotation, making the maps on the way.</summary>
    public void Annotate(string name, string value)
    {
        if (Metadata is not { } metadata)
        {
            Root.Set("metadata", metadata = new MapNode());
        }

        if (metadata["annotations"] is not MapNode annotations)
        {
            metadata.Set("annotations", annotations = new MapNode());
        }

        annotations.Set(name, ScalarNode.Of(value));
    }

    /// <summary>A copy that shares nothing mutable.</summary>
    public KubernetesObject Clone() => new((MapNode)Root.Clone()) { Origin = Origin };

    /// <summary>Wraps a tree that has text for <c>apiVersion</c>, <c>kind</c> and a map <c>metadata</c>; null for every other tree.</summary>
    public static KubernetesObject? TryWrap(Node node, ObjectOrigin? origin = null) =>
        node is MapNode map && TextOf(map, "apiVersion") is { Length: > 0 } && TextOf(map, "kind") is { Length: > 0 } && map["metadata"] is MapNode
            ? new KubernetesObject(map) { Origin = origin }
            : null;

    private static string? TextOf(MapNode? map, string key) => (map?[key] as ScalarNode)?.StringValue;
}
