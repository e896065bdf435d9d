using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Core;

/// <summary>Health of a Service (2.6): only one that waits for its load balancer is not healthy.</summary>
internal static class ServiceHealth
{
    public static HealthStatus Judge(KubernetesObject live) =>
        live.Root.Map("spec").Text("type") != "LoadBalancer" ||
        live.Root.Map("status").Map("loadBalancer").List("ingress") is { Count: > 0 }
            ? Healthy()
            : Progressing();
}
