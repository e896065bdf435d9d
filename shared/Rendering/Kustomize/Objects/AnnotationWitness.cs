using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// Stands for the annotations in which the original remembers names: where a patch takes it away, the memory goes as well.
/// </summary>
internal static class AnnotationWitness
{
    private const string Key = "internal.config.kubernetes.io/witness";

    public static void Put(KObject item) => item.EnsureAnnotations()[Key] = ScalarNode.Of("");

    /// <summary>Takes it out again, or makes the object forget what the patch took from it.</summary>
    public static void Take(KObject item)
    {
        var annotations = item.Metadata("annotations") as MapNode;
        if (annotations?.Remove(Key) != true)
        {
            item.Forget();
        }
        else if (annotations.Count == 0)
        {
            item.EnsureMetadata().Remove("annotations");
        }
    }
}
