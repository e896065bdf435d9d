using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>What happens to annotations at the very end: the build's own go, those the kustomization asks for come.</summary>
internal static class BuildAnnotations
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string ValidatedBy = "validated-by";

    private static readonly string[] Internal =
    [
        "internal.config.kubernetes.io/previousKinds", "internal.config.kubernetes.io/previousNames", "internal.config.kubernetes.io/prefixes",
        "internal.config.kubernetes.io/suffixes", "internal.config.kubernetes.io/previousNamespaces", "internal.config.kubernetes.io/allowNameChange",
        "internal.config.kubernetes.io/allowKindChange", "internal.config.kubernetes.io/refBy", "internal.config.kubernetes.io/generatorBehavior",
        "internal.config.kubernetes.io/needsHashSuffix", "internal.config.kubernetes.io/path", "internal.config.kubernetes.io/index",
        "internal.config.kubernetes.io/seqindent", "internal.config.kubernetes.io/id", "internal.config.kubernetes.io/annotations-migration-resource-id",
        "config.kubernetes.io/path", "config.kubernetes.io/index", "config.k8s.io/id", "internal.config.kubernetes.io/helm-generated",
    ];

    public static void Finish(ObjectSet objects, IReadOnlyList<string> metadata, bool managedByLabel)
    {
        var origins = metadata.Contains("originAnnotations", StringComparer.Ordinal);
        var transformations = metadata.Contains("transformerAnnotations", StringComparer.Ordinal);
        var label = managedByLabel || metadata.Contains("managedByLabel", StringComparer.Ordinal);
        foreach (var item in objects.Items)
        {
            if (label)
            {
                Map(item, "labels")[ManagedBy] = ScalarNode.Of("kustomize-v5.8.1");
            }

            Clean(item);
            Put(item, OriginMarks.OriginKey, origins ? item.Origin : null);
            Put(item, OriginMarks.TransformationsKey, transformations && item.Transformations.Count > 0 ? OriginMarks.TransformationsText(item) : null);

            // Taking annotations out writes all others anew, as texts; none at all leaves no field.
            item.RewriteTexts("annotations");
        }
    }

    /// <summary>The object without the label by which validators say that they saw it.</summary>
    public static MapNode? WithoutValidatedBy(KObject item)
    {
        if (item.Root is null || item.Metadata("labels") is not MapNode labels || !labels.Has(ValidatedBy))
        {
            return item.Root;
        }

        var copy = item.Clone();
        var rest = (MapNode)copy.Metadata("labels")!;
        rest.Remove(ValidatedBy);
        if (rest.Count == 0)
        {
            copy.EnsureMetadata().Remove("labels");
        }

        return copy.Root;
    }

    private static void Clean(KObject item)
    {
        if (item.Metadata("annotations") is MapNode annotations)
        {
            foreach (var name in Internal)
            {
                annotations.Remove(name);
            }
        }
    }

    private static void Put(KObject item, string name, string? value)
    {
        if (value is not null)
        {
            Map(item, "annotations")[name] = ScalarNode.Of(value);
        }
        else if (item.Metadata("annotations") is MapNode annotations)
        {
            annotations.Remove(name);
        }
    }

    private static MapNode Map(KObject item, string field)
    {
        var metadata = item.EnsureMetadata();
        if (metadata[field] is not MapNode map)
        {
            map = new MapNode();
            metadata[field] = map;
        }

        return map;
    }
}
