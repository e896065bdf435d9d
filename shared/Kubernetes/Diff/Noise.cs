namespace Plumbline.Kubernetes.Diff;

/// <summary>Fields that the server or the tools write for themselves; a difference there tells nobody anything.</summary>
internal static class Noise
{
    /// <summary>The annotation in which client-side apply keeps what it applied; repeats whole objects, Secrets too (T-SEC-2).</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The annotation that tells which application an object belongs to.</summary>
    public const string Tracking = "argocd.argoproj.io/tracking-id";

    /// <summary>Whether a key at this level is noise.</summary>
    public static bool Covers(string key, bool root, bool metadata, bool annotations) =>
        (root && key == "status") ||
        (metadata && (key is "managedFields" or "resourceVersion" or "uid" or "generation" or "creationTimestamp" or "selfLink")) ||
        (annotations && (key is LastApplied or Tracking));
}
