using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.ApiExtensions;

/// <summary>Health of a CustomResourceDefinition (2.6). The first condition that decides counts, in the order the server lists them.</summary>
internal static class CustomResourceDefinitionHealth
{
    public static HealthStatus Judge(KubernetesObject live)
    {
        if (live.Root.Map("status").List("conditions") is not { Count: > 0 } conditions)
        {
            return Progressing("Status conditions not found");
        }

        var established = false;
        foreach (var condition in conditions.AsEnumerable().OfType<MapNode>())
        {
            var (type, state, message) = (condition.Text("type"), condition.Text("status"), condition.Text("message"));
            switch (type, state)
            {
                case ("Terminating", "True"):
                    return Progressing($"CRD is terminating: {message}");
                case ("NamesAccepted", "False"):
                    return Degraded($"CRD names have not been accepted: {message}");
                case ("NonStructuralSchema", "True"):
                    return Degraded($"Schema violations found: {message}");
                case ("Established", "True"):
                    established = true;
                    break;
                case ("Established", _) when condition.Text("reason") == "Installing":
                    return Progressing("CRD is being installed");
                default:
                    break;
            }
        }

        return established ? Healthy("CRD is healthy") : Degraded("CRD is not established");
    }
}
