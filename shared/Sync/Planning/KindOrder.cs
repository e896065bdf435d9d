using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>The order in which kinds are written (2.7): what others need comes first. Deleting goes the other way.</summary>
internal static class KindOrder
{
    private static readonly string[] First =
    [
        "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget", "ServiceAccount", "Secret", "SecretList",
        "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList",
        "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod",
        "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
    ];

    private static readonly Dictionary<string, int> Ranks = First.Select((kind, rank) => (kind, rank)).ToDictionary(k => k.kind, k => k.rank, StringComparer.Ordinal);

    /// <summary>Rank of a kind; all that are not named share the last one.</summary>
    public static int RankOf(string kind) => Ranks.GetValueOrDefault(kind, First.Length);

    /// <summary>A total order: rank, then identity.</summary>
    public static int Compare(ResourceKey left, ResourceKey right)
    {
        var order = RankOf(left.Kind).CompareTo(RankOf(right.Kind));
        return order != 0 ? order : left.CompareTo(right);
    }
}
