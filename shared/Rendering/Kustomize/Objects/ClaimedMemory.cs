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

    /// <summary>A copy of what stands in <paramref name="root"/>, with what the build remembers of the object.</summary>
    public static MapNode Shown(KObject item, MapNode root)
    {
        var copy = (MapNode)root.Clone();
        Show(item, copy);
        return copy;
    }

    /// <summary>Takes what <see cref="Show"/> wrote into the object itself out again.</summary>
    public static void Hide(KObject item)
    {
        if (item.Metadata("annotations") is MapNode annotations)
        {
            foreach (var key in annotations.Select(e => e.Key).Where(key => key.StartsWith(Domain, StringComparison.Ordinal)).ToList())
            {
                annotations.Remove(key);
            }
        }
    }

    /// <summary>Writes what a build remembers of <paramref name="item"/> into <paramref name="copy"/>, as the original shows objects in messages.</summary>
    public static void Show(KObject item, MapNode copy)
    {
        if (item.Previous.Count + item.Prefixes.Count + item.Suffixes.Count == 0 && !item.IsGenerated)
        {
            return;
        }

        var annotations = new KObject(copy).EnsureAnnotations();
        Put("previousKinds", item.Previous.Select(p => p.Kind));
        Put("previousNames", item.Previous.Select(p => p.Name));
        Put("previousNamespaces", item.Previous.Select(p => p.Namespace));
        Put("prefixes", item.Prefixes);
        Put("suffixes", item.Suffixes);
        Put("generatorBehavior", item.IsGenerated ? [item.Behavior.ToString().ToLowerInvariant()] : []);
        Put("needsHashSuffix", item.IsGenerated && item.NeedsHash ? ["enabled"] : []);

        void Put(string name, IEnumerable<string> values)
        {
            if (values.Any())
            {
                annotations[Domain + name] = ScalarNode.Of(string.Join(',', values));
            }
        }
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
