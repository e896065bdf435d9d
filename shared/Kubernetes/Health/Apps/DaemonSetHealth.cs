using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Apps;

/// <summary>Health of a DaemonSet (2.6).</summary>
internal static class DaemonSetHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var status = live.Root.Map("status");
        var desired = status.Number("desiredNumberScheduled") ?? 0;
        var updated = status.Number("updatedNumberScheduled") ?? 0;
        var available = status.Number("numberAvailable") ?? 0;
        if (ObservedGeneration.IsBehind(live, status))
        {
            return Progressing("Waiting for rollout to finish: observed daemon set generation less than desired generation");
        }

        if (live.Root.Map("spec").Map("updateStrategy").Text("type") == "OnDelete")
        {
            return Healthy($"daemon set {updated} out of {desired} new pods have been updated");
        }

        if (updated < desired)
        {
            return Progressing($"Waiting for daemon set \"{live.Name}\" rollout to finish: {updated} out of {desired} new pods have been updated...");
        }

        return available < desired
            ? Progressing($"Waiting for daemon set \"{live.Name}\" rollout to finish: {available} of {desired} updated pods are available...")
            : Healthy();
    }
}
