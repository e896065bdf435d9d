using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Batch;

/// <summary>
/// Health of a CronJob (2.6). Suspended, running and never finished ones are healthy: nothing waits for them, and whether they will
/// succeed is not known.
/// </summary>
internal static class CronJobHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        if (live.Root.Map("spec").Flag("suspend"))
        {
            return Healthy("CronJob is Suspended");
        }

        if (live.Root.Map("status") is not { } status)
        {
            return Progressing("Waiting for CronJob");
        }

        var scheduled = status.Text("lastScheduleTime");
        var succeeded = status.Text("lastSuccessfulTime");
        if (scheduled.Length == 0)
        {
            return Healthy("CronJob has not been scheduled yet");
        }

        if (succeeded.Length == 0)
        {
            return Healthy("The CronJob never completed successfully. It may not be healthy");
        }

        if (status.List("active") is { Count: > 0 })
        {
            return Healthy("The job is running. Its last execution may not have been successful");
        }

        // Both are RFC 3339 in UTC with seconds, so their text order is their order in time.
        return string.CompareOrdinal(succeeded, scheduled) < 0
            ? Degraded("CronJob has not completed its last execution successfully")
            : Healthy("CronJob has completed its last execution successfully");
    }
}
