using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Apps;

/// <summary>Health of a StatefulSet (2.6).</summary>
internal static class StatefulSetHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var spec = live.Root.Map("spec");
        var status = live.Root.Map("status");
        var ready = status.Number("readyReplicas") ?? 0;
        if (status.Number("observedGeneration") is null or 0 || ObservedGeneration.IsBehind(live, status))
        {
            return Progressing("Waiting for statefulset spec update to be observed...");
        }

        if (spec.Number("replicas") is { } wanted && ready < wanted)
        {
            return Progressing($"Waiting for {wanted - ready} pods to be ready...");
        }

        var strategy = spec.Map("updateStrategy");
        var updated = status.Number("updatedReplicas") ?? 0;
        if (strategy.Text("type") == "RollingUpdate" && strategy.Map("rollingUpdate") is { } rolling)
        {
            return Partitioned(spec.Number("replicas"), rolling.Number("partition"), updated);
        }

        if (strategy.Text("type") == "OnDelete")
        {
            return Healthy($"statefulset has {ready} ready pods");
        }

        var (current, next) = (status.Text("currentRevision"), status.Text("updateRevision"));
        return current != next
            ? Progressing($"waiting for statefulset rolling update to complete {updated} pods at revision {next}...")
            : Healthy($"statefulset rolling update complete {status.Number("currentReplicas") ?? 0} pods at revision {current}...");
    }

    private static HealthStatus Partitioned(long? replicas, long? partition, long updated) =>
        replicas is { } all && partition is { } from && updated < all - from
            ? Progressing($"Waiting for partitioned roll out to finish: {updated} out of {all - from} new pods have been updated...")
            : Healthy($"partitioned roll out complete: {updated} new pods have been updated...");
}
