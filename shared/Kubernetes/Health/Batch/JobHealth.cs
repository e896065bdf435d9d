using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Batch;

/// <summary>
/// Health of a Job (2.6). A condition <c>Suspended</c> that is no longer true says nothing: the job runs again, so it is on its way
/// (Argo CD's own code calls such a job healthy).
/// </summary>
internal static class JobHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var status = live.Root.Map("status");
        if (Holds(status, "Failed") is { } failed)
        {
            return Degraded(failed);
        }

        if (Holds(status, "Suspended") is { } suspended)
        {
            return Suspended(suspended);
        }

        return Holds(status, "Complete") is { } complete ? Healthy(complete) : Progressing();
    }

    private static string? Holds(MapNode? status, string type) =>
        status.Condition(type) is { } condition && condition.Text("status") != "False" ? condition.Text("message") : null;
}
