using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Argo;

/// <summary>Health of an Argo Workflow (2.6).</summary>
internal static class WorkflowHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        var status = live.Root.Map("status");
        var message = status.Text("message");
        return status.Text("phase") switch
        {
            "" or "Pending" or "Running" => Progressing(message),
            "Succeeded" => Healthy(message),
            "Failed" or "Error" => Degraded(message),
            _ => Unknown(message),
        };
    }
}
