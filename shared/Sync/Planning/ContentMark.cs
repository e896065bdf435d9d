using System.Globalization;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Sync.Planning;

/// <summary>
/// What marks the content of a live object, as far as a list of metadata tells: generation, labels and annotations; the resource version where the kind has no
/// generation. The status of a kind with generations does not count, so that a workload that comes and goes wakes nobody.
/// </summary>
internal static class ContentMark
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    // What controllers keep in annotations for themselves, and rewrite while nothing changes.
    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal)
    {
        "deployment.kubernetes.io/revision", "deprecated.daemonset.template.generation", "control-plane.alpha.kubernetes.io/leader",
        "autoscaling.alpha.kubernetes.io/conditions", "autoscaling.alpha.kubernetes.io/current-metrics", "endpoints.kubernetes.io/last-change-trigger-time",
        "pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller", "volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner",
    };

    public static string? Of(KubernetesObject live) => live.Generation is { } generation and > 0
        ? string.Create(CultureInfo.InvariantCulture, $"g{generation}.{MetadataOf(live):x16}")
        : live.ResourceVersion;

    /// <summary>A hash (FNV-1a) over labels and annotations, whatever their order: only whether they changed matters, not what they were.</summary>
    private static ulong MetadataOf(KubernetesObject live)
    {
        var sum = 0UL;
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (live.Metadata?[field] is not MapNode map)
            {
                continue;
            }

            foreach (var (key, value, _) in map)
            {
                if (!Volatile.Contains(key))
                {
                    sum += Hash(field, key, (value as ScalarNode)?.StringValue ?? "");
                }
            }
        }

        return sum;
    }

    private static ulong Hash(params ReadOnlySpan<string> parts)
    {
        var hash = Offset;
        foreach (var part in parts)
        {
            foreach (var c in part)
            {
                hash = (hash ^ c) * Prime;
            }

            hash = (hash ^ 0xFFFF) * Prime;
        }

        return hash;
    }
}
