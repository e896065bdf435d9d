using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Rendering;

/// <summary>Tells objects that run around a sync from plain ones (HOOK-1, HOOK-4). Argo CD's annotation wins over Helm's, object by object.</summary>
public static class HookPhases
{
    private const string Argo = "argocd.argoproj.io/hook";
    private const string Helm = "helm.sh/hook";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "PreSync", "Sync", "PostSync", "SyncFail", "PreDelete", "PostDelete", "Skip" };

    private static readonly Dictionary<string, string> OfHelm = new(StringComparer.Ordinal)
    {
        ["pre-install"] = "PreSync",
        ["pre-upgrade"] = "PreSync",
        ["post-install"] = "PostSync",
        ["post-upgrade"] = "PostSync",
        ["pre-delete"] = "PreDelete",
        ["post-delete"] = "PostDelete",
    };

    /// <summary>The object's phases without repeats, empty when it is a hook of no known phase; null when it is a plain object.</summary>
    public static IReadOnlyList<string>? Of(KubernetesObject target)
    {
        if (Entries(target.Annotation(Argo)) is { Length: > 0 } argo)
        {
            return [.. argo.Where(Known.Contains).Distinct(StringComparer.Ordinal)];
        }

        // crd-install is Helm 2's way to say "before everything else", which a CustomResourceDefinition is anyway.
        if (Entries(target.Annotation(Helm)) is { Length: > 0 } helm && !helm.Contains("crd-install"))
        {
            return [.. helm.Select(h => OfHelm.GetValueOrDefault(h)).OfType<string>().Distinct(StringComparer.Ordinal)];
        }

        return null;
    }

    private static string[] Entries(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
