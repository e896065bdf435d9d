using Plumbline.Core.Kubernetes;

namespace Plumbline.Support.Kubernetes;

/// <summary>The kinds that a <see cref="FakeCluster"/> serves from the start.</summary>
public static class FakeCatalog
{
    private static readonly HashSet<string> Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];

    /// <summary>The usual kinds, with the versions of a 1.32 server.</summary>
    public static ApiCatalog Default { get; } = Of(
    [
        Cluster("", "v1", "Namespace", "namespaces"), Spaced("", "v1", "ConfigMap", "configmaps"), Spaced("", "v1", "Secret", "secrets"),
        Spaced("", "v1", "Service", "services"), Spaced("", "v1", "ServiceAccount", "serviceaccounts"), Spaced("", "v1", "Pod", "pods"),
        Spaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"), Spaced("", "v1", "Event", "events"),
        Spaced("apps", "v1", "Deployment", "deployments"), Spaced("apps", "v1", "StatefulSet", "statefulsets"), Spaced("apps", "v1", "DaemonSet", "daemonsets"),
        Spaced("apps", "v1", "ReplicaSet", "replicasets"), Spaced("batch", "v1", "Job", "jobs"), Spaced("batch", "v1", "CronJob", "cronjobs"),
        Spaced("networking.k8s.io", "v1", "Ingress", "ingresses"), Spaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
        Spaced("rbac.authorization.k8s.io", "v1", "Role", "roles"), Spaced("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
        Cluster("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles"), Cluster("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings"),
        Cluster("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions"),
    ]);

    /// <summary>A catalogue of these kinds.</summary>
    public static ApiCatalog Of(IReadOnlyList<ApiResource> resources) =>
        new("v1.32.0", resources, resources.DistinctBy(r => r.Group).ToDictionary(r => r.Group, r => r.Version, StringComparer.Ordinal));

    /// <summary>A kind whose objects live in namespaces.</summary>
    public static ApiResource Spaced(string group, string version, string kind, string plural) => new(group, version, kind, plural, IsNamespaced: true, Verbs);

    /// <summary>A kind whose objects do not.</summary>
    public static ApiResource Cluster(string group, string version, string kind, string plural) => new(group, version, kind, plural, IsNamespaced: false, Verbs);
}
