namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>The order in which kinds are applied and printed: what others need comes first, webhooks last.</summary>
internal static class KindOrder
{
    public static readonly string[] First =
    [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role",
        "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange",
        "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ];

    public static readonly string[] Last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    private static readonly Dictionary<string, int> Default = Ranks(First, Last);

    /// <summary>Compares kinds by rank, then by their text.</summary>
    public static IComparer<Gvk> Comparer { get; } = Comparer<Gvk>.Create(static (a, b) => Compare(a, b, Default));

    public static Dictionary<string, int> Ranks(IReadOnlyList<string> first, IReadOnlyList<string> last)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < first.Count; i++)
        {
            ranks[first[i]] = i - first.Count;
        }

        for (var i = 0; i < last.Count; i++)
        {
            ranks[last[i]] = i + 1;
        }

        return ranks;
    }

    public static int Compare(Gvk a, Gvk b, Dictionary<string, int> ranks)
    {
        var left = ranks.GetValueOrDefault(a.Kind);
        var right = ranks.GetValueOrDefault(b.Kind);
        return left != right ? left.CompareTo(right) : string.CompareOrdinal(a.SortText, b.SortText);
    }

    /// <summary>Sorts for printing.</summary>
    public static List<KObject> Sort(IEnumerable<KObject> items, IReadOnlyList<string> first, IReadOnlyList<string> last)
    {
        var ranks = Ranks(first, last);
        return [.. items.Select(item => (Item: item, item.Id)).Order(Comparer<(KObject Item, ResId Id)>.Create((a, b) =>
        {
            if (a.Id.Gvk == b.Id.Gvk)
            {
                return string.CompareOrdinal(IdText(a.Id), IdText(b.Id));
            }

            var order = Compare(a.Id.Gvk, b.Id.Gvk, ranks);
            // Of two kinds called Namespace the core one goes first.
            var swap = a.Id.Gvk.Kind == "Namespace" && b.Id.Gvk.Kind == "Namespace" && (a.Id.Gvk.Group.Length == 0 || b.Id.Gvk.Group.Length == 0);
            return swap ? -order : order;
        })).Select(pair => pair.Item)];
    }

    private static string IdText(ResId id) =>
        $"{(id.Namespace.Length > 0 ? id.Namespace : "~X")}|{(id.Name.Length > 0 ? id.Name : "~N")}";
}
