using System.Collections.Frozen;
using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Health.ApiExtensions;
using Plumbline.Kubernetes.Health.ApiRegistration;
using Plumbline.Kubernetes.Health.Apps;
using Plumbline.Kubernetes.Health.Argo;
using Plumbline.Kubernetes.Health.Autoscaling;
using Plumbline.Kubernetes.Health.Batch;
using Plumbline.Kubernetes.Health.Core;
using Plumbline.Kubernetes.Health.Networking;
using Plumbline.Kubernetes.Health.Policy;

namespace Plumbline.Kubernetes.Health;

/// <summary>Which rule judges which kind. A kind without a rule has no health, which is not the same as unknown (2.6).</summary>
internal static class HealthRules
{
    private static readonly FrozenDictionary<(string Group, string Kind), Func<KubernetesObject, HealthStatus>> Table =
        new Dictionary<(string, string), Func<KubernetesObject, HealthStatus>>
        {
            [("", "PersistentVolumeClaim")] = PersistentVolumeClaimHealth.Judge,
            [("", "Pod")] = PodHealth.Judge,
            [("", "Service")] = ServiceHealth.Judge,
            [("apiextensions.k8s.io", "CustomResourceDefinition")] = CustomResourceDefinitionHealth.Judge,
            [("apiregistration.k8s.io", "APIService")] = ApiServiceHealth.Judge,
            [("apps", "DaemonSet")] = DaemonSetHealth.Judge,
            [("apps", "Deployment")] = DeploymentHealth.Judge,
            [("apps", "ReplicaSet")] = ReplicaSetHealth.Judge,
            [("apps", "StatefulSet")] = StatefulSetHealth.Judge,
            [("argoproj.io", "Workflow")] = WorkflowHealth.Judge,
            [("autoscaling", "HorizontalPodAutoscaler")] = HorizontalPodAutoscalerHealth.Judge,
            [("batch", "CronJob")] = CronJobHealth.Judge,
            [("batch", "Job")] = JobHealth.Judge,
            [("extensions", "Ingress")] = IngressHealth.Judge,
            [("networking.k8s.io", "Ingress")] = IngressHealth.Judge,
            [("policy", "PodDisruptionBudget")] = PodDisruptionBudgetHealth.Judge,
        }.ToFrozenDictionary();

    /// <summary>Health of a live object; null where its kind has none.</summary>
    public static HealthStatus? Judge(KubernetesObject live)
    {
        // A hook keeps its verdict while its finalizer holds it, so that the operation still sees how it ended.
        if (live.IsTerminating && !HookMarks.HasHookFinalizer(live))
        {
            return new HealthStatus(HealthCode.Progressing, "Pending deletion");
        }

        return Table.TryGetValue((live.Group, live.Kind), out var rule) ? rule(live) : null;
    }
}
