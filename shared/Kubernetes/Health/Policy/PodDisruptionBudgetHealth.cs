using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Policy;

/// <summary>Health of a PodDisruptionBudget (2.6). Too few pods is a normal state of a budget, not a failure.</summary>
internal static class PodDisruptionBudgetHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var verdict = Progressing("Waiting for status");
        foreach (var condition in live.Root.Map("status").Maps("conditions"))
        {
            var reason = condition.Text("reason");
            if (condition.Text("status") == "False" && reason != "InsufficientPods")
            {
                return Degraded($"PodDisruptionBudget has {reason}");
            }

            verdict = Healthy($"PodDisruptionBudget has {reason}");
        }

        return verdict;
    }
}
