using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Apps;

/// <summary>Health of a Deployment (2.6).</summary>
internal static class DeploymentHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var spec = live.Root.Map("spec");
        var status = live.Root.Map("status");
        // Paused wins even while the controller has not seen the newest generation.
        if (spec.Flag("paused"))
        {
            return Suspended("Deployment is paused");
        }

        if (ObservedGeneration.IsBehind(live, status))
        {
            return Progressing("Waiting for rollout to finish: observed deployment generation less than desired generation");
        }

        var replicas = status.Number("replicas") ?? 0;
        var updated = status.Number("updatedReplicas") ?? 0;
        var available = status.Number("availableReplicas") ?? 0;
        return true switch
        {
            _ when status.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded" =>
                Degraded($"Deployment \"{live.Name}\" exceeded its progress deadline"),
            _ when spec.Number("replicas") is { } wanted && updated < wanted =>
                Progressing($"Waiting for rollout to finish: {updated} out of {wanted} new replicas have been updated..."),
            _ when replicas > updated =>
                Progressing($"Waiting for rollout to finish: {replicas - updated} old replicas are pending termination..."),
            _ when available < updated =>
                Progressing($"Waiting for rollout to finish: {available} of {updated} updated replicas are available..."),
            _ => Healthy(),
        };
    }
}
