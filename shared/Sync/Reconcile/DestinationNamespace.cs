using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Sync.Reconcile;

/// <summary>
/// The namespace that <c>CreateNamespace=true</c> asks for. It carries no tracking id, so it is never pruned and belongs to nobody (OPT-1).
/// </summary>
internal static class DestinationNamespace
{
    /// <summary>The namespace with the labels and annotations of <c>managedNamespaceMetadata</c> (APP-6); nothing else of it is ours.</summary>
    public static KubernetesObject Of(Application app)
    {
        var metadata = new MapNode();
        metadata.Set("name", ScalarNode.Of(app.Destination.Namespace));
        if (app.SyncPolicy.ManagedNamespaceMetadata is { } managed)
        {
            Put(metadata, "labels", managed.Labels);
            Put(metadata, "annotations", managed.Annotations);
        }

        var root = new MapNode();
        root.Set("apiVersion", ScalarNode.Of("v1"));
        root.Set("kind", ScalarNode.Of("Namespace"));
        root.Set("metadata", metadata);
        return new KubernetesObject(root);
    }

    /// <summary>Whether <paramref name="target"/> is one of these: a Namespace without tracking id.</summary>
    public static bool Is(KubernetesObject target) =>
        target is { Group: "", Kind: "Namespace" } && target.Annotation(Planning.Tracking.Annotation) is null;

    private static void Put(MapNode metadata, string field, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var map = new MapNode();
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            map.Set(key, ScalarNode.Of(value));
        }

        metadata.Set(field, map);
    }
}
