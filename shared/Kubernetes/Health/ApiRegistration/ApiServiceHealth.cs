using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.ApiRegistration;

/// <summary>Health of an APIService (2.6).</summary>
internal static class ApiServiceHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        if (live.Root.Map("status").Condition("Available") is not { } available)
        {
            return Progressing("Waiting to be processed");
        }

        var message = $"{available.Text("reason")}: {available.Text("message")}";
        return available.Text("status") == "True" ? Healthy(message) : Progressing(message);
    }
}
