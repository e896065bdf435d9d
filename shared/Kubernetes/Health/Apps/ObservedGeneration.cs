using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Health.Apps;

/// <summary>Whether a status speaks of what stands in the spec now.</summary>
internal static class ObservedGeneration
{
    /// <summary>Whether the controller has not seen the newest generation yet, so that all else it says is about an older one.</summary>
    public static bool IsBehind(KubernetesObject live, MapNode? status) => (live.Generation ?? 0) > (status.Number("observedGeneration") ?? 0);
}
