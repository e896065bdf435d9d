using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>What is noted on objects about where they come from and what changed them.</summary>
internal static class OriginMarks
{
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
