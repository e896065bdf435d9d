namespace Plumbline.Rendering.Helm.Output;

/// <summary>The order in which Helm installs kinds; unknown kinds come after, by name.</summary>
internal static class KindOrder
{
    // Helm 3 has no place for these two.
    private const string FirstOfHelm4 = "MutatingWebhookConfiguration";

    private static readonly Dictionary<string, int> Ranks = new[]
    {
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
        "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
        "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList",
        "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment",
        "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    }.Select((kind, rank) => (kind, rank)).ToDictionary(p => p.kind, p => p.rank, StringComparer.Ordinal);

    /// <summary>Compares two kinds; 0 keeps the order there is.</summary>
    public static int Compare(string left, string right, HelmVersion helm)
    {
        var leftKnown = IsKnown(left, helm, out var l);
        var rightKnown = IsKnown(right, helm, out var r);
        return (leftKnown, rightKnown) switch
        {
            (true, true) => l.CompareTo(r),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(left, right),
        };
    }

    private static bool IsKnown(string kind, HelmVersion helm, out int rank) =>
        Ranks.TryGetValue(kind, out rank) && (helm == HelmVersion.V4 || rank < Ranks[FirstOfHelm4]);
}
