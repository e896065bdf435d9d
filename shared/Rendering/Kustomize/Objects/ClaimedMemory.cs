using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// What a text claims that a build remembers of an object. The original keeps its memory in annotations, and takes those for its own that
/// stand in a file already.
/// </summary>
internal static class ClaimedMemory
{
    private const string Domain = "internal.config.kubernetes.io/";

    /// <summary>An object, with what its annotations claim.</summary>
    public static KObject Of(MapNode map)
    {
        var item = new KObject(map);
        if (item.Metadata("annotations") is not MapNode annotations || !annotations.Any(e => e.Key.StartsWith(Domain, StringComparison.Ordinal)))
        {
            return item;
        }

        item.NeedsHash = IsEnabled(item, "needsHashSuffix");
        item.AllowNameChange = IsEnabled(item, "allowNameChange");
        item.AllowKindChange = IsEnabled(item, "allowKindChange");
        item.IsFromChart = item.Annotation(Domain + "helm-generated") == "true";
        Earlier(item);
        return item;
    }

    private static bool IsEnabled(KObject item, string name) => item.Annotation(Domain + name) == "enabled";

    private static void Earlier(KObject item)
    {
        if (item.Annotation(Domain + "previousNames") is not { } names)
        {
            return;
        }

        var all = names.Split(',');
        var spaces = (item.Annotation(Domain + "previousNamespaces") ?? "").Split(',');
        var kinds = (item.Annotation(Domain + "previousKinds") ?? "").Split(',');
        if (all.Length != spaces.Length || all.Length != kinds.Length)
        {
            throw new BuildException("number of previous names, number of previous namespaces, number of previous kinds not equal");
        }

        for (var i = 0; i < all.Length; i++)
        {
            item.AddPrevious(new PreviousId(spaces[i], all[i], kinds[i]));
        }
    }
}
