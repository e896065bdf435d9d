using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Health;

/// <summary>What marks an object as a hook, as far as health depends on it.</summary>
internal static class HookMarks
{
    private const string Finalizer = "argocd.argoproj.io/hook-finalizer";

    /// <summary>Whether an annotation of Argo CD or Helm makes it a hook.</summary>
    public static bool IsHook(KubernetesObject live)
    {
        // "Skip" alone is an option, not a hook.
        var own = live.Annotation("argocd.argoproj.io/hook");
        return own is not null
            ? own.Split(',').Any(h => h.Trim() is { Length: > 0 } and not "Skip")
            : !string.IsNullOrEmpty(live.Annotation("helm.sh/hook")) && live.Annotation("helm.sh/hook") != "crd-install";
    }

    /// <summary>Whether the finalizer that Argo CD puts on hooks is there.</summary>
    public static bool HasHookFinalizer(KubernetesObject live) =>
        live.Metadata.List("finalizers")?.Any(f => f is ScalarNode { StringValue: Finalizer }) ?? false;
}
