using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Rendering;

/// <summary>
/// Writes the protocol of ports that leave it out, which is TCP for every API server. It is part of the key by which server-side apply tells ports apart, and
/// servers before 1.23 refuse an apply without it instead of filling it in.
/// </summary>
internal static class PortProtocols
{
    private const string Protocol = "protocol";

    /// <summary>Fills in what the kind's ports leave out; other kinds stay as they are.</summary>
    public static void Fill(KubernetesObject target)
    {
        var spec = target.Root["spec"] as MapNode;
        switch (target.Group, target.Kind)
        {
            case ("", "Service"):
                FillPorts(spec);
                break;
            case ("", "Pod"):
                FillContainers(spec);
                break;
            case ("apps", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") or ("batch", "Job") or ("", "ReplicationController"):
                FillContainers(PodOf(spec));
                break;
            case ("batch", "CronJob"):
                FillContainers(PodOf((spec?["jobTemplate"] as MapNode)?["spec"] as MapNode));
                break;
        }
    }

    private static MapNode? PodOf(MapNode? spec) => (spec?["template"] as MapNode)?["spec"] as MapNode;

    private static void FillContainers(MapNode? pod)
    {
        foreach (var field in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            foreach (var container in pod?[field] as ListNode ?? [])
            {
                FillPorts(container as MapNode);
            }
        }
    }

    private static void FillPorts(MapNode? owner)
    {
        foreach (var item in owner?["ports"] as ListNode ?? [])
        {
            if (item is MapNode port && port[Protocol] is null or { IsNull: true })
            {
                ((MapNode)item).Set(Protocol, ScalarNode.Of("TCP"));
            }
        }
    }
}
