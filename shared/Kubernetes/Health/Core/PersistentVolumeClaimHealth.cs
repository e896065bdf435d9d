using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Core;

/// <summary>Health of a PersistentVolumeClaim (2.6).</summary>
internal static class PersistentVolumeClaimHealth
{
    public static HealthStatus Judge(KubernetesObject live) => live.Root.Map("status").Text("phase") switch
    {
        "Bound" => Healthy(),
        "Pending" => Progressing(),
        "Lost" => Degraded(),
        _ => Unknown(),
    };
}
