using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>What is noted on objects about where they come from and what changed them.</summary>
internal static class OriginMarks
{
    /// <summary>The annotation that says where an object comes from.</summary>
    public const string OriginKey = "config.kubernetes.io/origin";

    /// <summary>The annotation that says what changed it.</summary>
    public const string TransformationsKey = "alpha.config.kubernetes.io/transformations";

    /// <summary>Notes that <paramref name="origin"/> made or changed the objects.</summary>
    public static void Mark(ObjectSet objects, Origin origin)
    {
        var text = origin.Text();
        foreach (var item in objects.Items)
        {
            if (item.Origin is null)
            {
                item.Origin = text;
            }
            else
            {
                item.Transformations.Add(text);
            }
        }
    }

    /// <summary>Writes down what is noted where the original keeps it, so that a JSON patch can take it away.</summary>
    public static void Show(KObject item)
    {
        if (item.Origin is not null)
        {
            item.EnsureAnnotations()[OriginKey] = ScalarNode.Of(item.Origin);
        }

        if (item.Transformations.Count > 0)
        {
            item.EnsureAnnotations()[TransformationsKey] = ScalarNode.Of(TransformationsText(item));
        }
    }

    /// <summary>Takes it out again, and forgets what the patch took away: names are put back after a JSON patch, this is not.</summary>
    public static void Take(KObject item)
    {
        var annotations = item.Metadata("annotations") as MapNode;
        if (item.Origin is not null && annotations?.Remove(OriginKey) != true)
        {
            item.Origin = null;
        }

        if (item.Transformations.Count > 0 && annotations?.Remove(TransformationsKey) != true)
        {
            item.Transformations.Clear();
        }
    }

    /// <summary>What changed the object, as the annotation tells it.</summary>
    public static string TransformationsText(KObject item) => string.Concat(item.Transformations.Select(Origin.Item));

    /// <summary>The path in an origin as an annotation tells it.</summary>
    public static string PathOf(string origin)
    {
        try
        {
            return KObject.TextOf((YamlReader.ReadOne(origin, null, YamlReadOptions.Default) as MapNode)?["path"]);
        }
        catch (ProblemException)
        {
            return "";
        }
    }
}
