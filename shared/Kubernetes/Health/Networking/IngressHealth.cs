using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Networking;

/// <summary>Health of an Ingress (2.6): healthy once an address is assigned.</summary>
internal static class IngressHealth
{
    public static HealthStatus Judge(KubernetesObject live) =>
        live.Root.Map("status").Map("loadBalancer").List("ingress") is { Count: > 0 } ? Healthy() : Progressing();
}
