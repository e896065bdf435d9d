using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Autoscaling;

/// <summary>Health of a HorizontalPodAutoscaler (2.6). Version 1 keeps its conditions as JSON in an annotation.</summary>
internal static class HorizontalPodAutoscalerHealth
{
    private const string ConditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

    public static HealthStatus Judge(KubernetesObject live)
    {
        var conditions = live.Version == "v1" ? FromAnnotation(live) : live.Root.Map("status").List("conditions");
        if (conditions is null)
        {
            return live.Version == "v1" && live.Annotation(ConditionsAnnotation) is not null
                ? Unknown($"The annotation {ConditionsAnnotation} cannot be read.")
                : Progressing("Waiting to Autoscale");
        }

        var known = conditions.AsEnumerable().OfType<MapNode>().ToList();
        return known.Find(IsFailure) is { } failure ? Degraded(failure.Text("message"))
            : known.Find(Works) is { } works ? Healthy(works.Text("message"))
            : Progressing("Waiting to Autoscale");
    }

    private static bool IsFailure(MapNode condition) => (condition.Text("type"), condition.Text("reason")) is
        ("AbleToScale", "FailedGetScale" or "FailedUpdateScale") or
        ("ScalingActive", "FailedGetResourceMetric" or "FailedGetObjectMetric" or "FailedGetPodsMetric" or
            "FailedGetExternalMetric" or "FailedComputeMetricsReplicas" or "InvalidSelector");

    private static bool Works(MapNode condition) =>
        condition.Text("type") is "AbleToScale" or "ScalingLimited" && condition.Text("status") == "True";

    private static ListNode? FromAnnotation(KubernetesObject live)
    {
        if (live.Annotation(ConditionsAnnotation) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(text)) as ListNode;
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
