using Plumbline.Core.Control;
using Plumbline.Core.Fields;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Projects;

/// <summary>Reads what a project says about charts in annotations of ours. An empty list never means "anything" or "anybody" by accident: it is an error.</summary>
internal static class ProjectAnnotations
{
    /// <summary>Annotation that names the keys that sign charts.</summary>
    public const string ChartKeysName = "plumbline.dev/chart-keys";

    /// <summary>Annotation that names the kinds that charts may look up.</summary>
    public const string LookupsName = "plumbline.dev/helm-lookup";

    private const string Path = "metadata.annotations";

    /// <summary>References to the keys that the project trusts to sign charts; empty where nothing is written.</summary>
    public static IReadOnlyList<string> ChartKeys(MapNode? annotations, SpecProblems problems)
    {
        var keys = Words(annotations, ChartKeysName, "The list of keys is empty.", "Name a key, or remove the annotation to ask for no signature.", problems);
        if (!Array.TrueForAll(keys, SecretReference.IsReference))
        {
            problems.Invalid(annotations!, ChartKeysName, Path, "A key is named by a reference.", "Write env:NAME, file:PATH or keyvault:NAME.");
        }

        return keys;
    }

    /// <summary>Kinds that charts of the project may look up in the cluster (T-TPL-5, T-SEC-5); empty where nothing is written.</summary>
    public static IReadOnlyList<KindRule> Lookups(MapNode? annotations, SpecProblems problems)
    {
        var words = Words(annotations, LookupsName, "The list of kinds is empty.", "Name a kind, or remove the annotation so that lookup finds nothing.", problems);
        foreach (var word in words.Where(w => KindOf(w) is var rule && (rule.Kind.Length == 0 || !Glob.IsValid(rule.Group) || !Glob.IsValid(rule.Kind))))
        {
            problems.Invalid(
                annotations!, LookupsName, Path, $"'{word}' names no kind.", "Write kinds such as ConfigMap, apps/Deployment, cert-manager.io/* or *, separated by spaces or commas.");
        }

        return [.. words.Select(KindOf)];
    }

    // A kind alone is one of the core group; a lone star is every kind of every group.
    private static KindRule KindOf(string word) => word == "*" ? new KindRule("*", "*", "")
        : word.LastIndexOf('/') is > 0 and var slash ? new KindRule(word[..slash], word[(slash + 1)..], "")
        : new KindRule("", word.TrimStart('/'), "");

    private static string[] Words(MapNode? annotations, string name, string empty, string hint, SpecProblems problems)
    {
        if (annotations is null || !annotations.Has(name))
        {
            return [];
        }

        string[] words = [.. annotations.TextOrEmpty(name).Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (words.Length == 0)
        {
            problems.Invalid(annotations, name, Path, empty, hint);
        }

        return words;
    }
}
