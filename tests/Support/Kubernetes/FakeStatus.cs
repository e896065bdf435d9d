using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>What controllers write into the status of objects they are done with.</summary>
public static class FakeStatus
{
    /// <summary>The status of an object that works; null for kinds without one.</summary>
    public static MapNode? Healthy(KubernetesObject live)
    {
        var replicas = (live.Root["spec"] as MapNode)?["replicas"] is ScalarNode { Kind: NodeKind.Integer } n ? (long)n.IntegerValue : 1;
        return (live.Group, live.Kind) switch
        {
            ("apps", "Deployment" or "StatefulSet" or "ReplicaSet") => Numbers(live, replicas, "replicas", "readyReplicas", "updatedReplicas", "availableReplicas"),
            ("apps", "DaemonSet") => Numbers(live, 1, "desiredNumberScheduled", "updatedNumberScheduled", "numberAvailable"),
            ("batch", "Job") => Complete(),
            ("", "PersistentVolumeClaim") => Text("phase", "Bound"),
            _ => null,
        };
    }

    private static MapNode Numbers(KubernetesObject live, long value, params ReadOnlySpan<string> fields)
    {
        var status = new MapNode();
        status.Set("observedGeneration", ScalarNode.Of(live.Generation ?? 1));
        foreach (var field in fields)
        {
            status.Set(field, ScalarNode.Of(value));
        }

        return status;
    }

    private static MapNode Complete()
    {
        var condition = Text("type", "Complete");
        condition.Set("status", ScalarNode.Of("True"));
        var status = new MapNode();
        status.Set("conditions", new ListNode([condition]));
        return status;
    }

    private static MapNode Text(string key, string value)
    {
        var map = new MapNode();
        map.Set(key, ScalarNode.Of(value));
        return map;
    }
}
