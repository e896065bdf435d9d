using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Apps;

/// <summary>Health of a ReplicaSet (2.6).</summary>
internal static class ReplicaSetHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var status = live.Root.Map("status");
        var available = status.Number("availableReplicas") ?? 0;
        if (ObservedGeneration.IsBehind(live, status))
        {
            return Progressing("Waiting for rollout to finish: observed replica set generation less than desired generation");
        }

        if (status.Condition("ReplicaFailure") is { } failure && failure.Text("status") == "True")
        {
            return Degraded(failure.Text("message"));
        }

        return live.Root.Map("spec").Number("replicas") is { } wanted && available < wanted
            ? Progressing($"Waiting for rollout to finish: {available} out of {wanted} new replicas are available...")
            : Healthy();
    }
}
