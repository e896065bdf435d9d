using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Kubernetes;

/// <summary>The little that <see cref="FakeCluster"/> checks of objects, in the answers of a real server.</summary>
internal static class FakeValidation
{
    /// <summary>Refuses what no server takes.</summary>
    public static KubernetesObject Check(KubernetesObject desired)
    {
        if (desired is { Group: "", Kind: "Secret" } && desired.Root["data"] is MapNode data &&
            data.AsEnumerable().Any(e => e.Value is not ScalarNode { StringValue: { } text } || !Convert.TryFromBase64String(text, new byte[text.Length], out _)))
        {
            throw new ClusterException(ClusterFailure.Invalid, $"{desired.Key}: the API server refuses it (BadRequest)", desired.Key);
        }

        return desired;
    }

    /// <summary>Refuses to change what cannot change.</summary>
    public static void CheckChange(KubernetesObject live, KubernetesObject next)
    {
        string[]? path = (live.Group, live.Kind) switch
        {
            ("apps", "Deployment" or "DaemonSet" or "StatefulSet" or "ReplicaSet") => ["spec", "selector"],
            ("batch", "Job") => ["spec", "template"],
            _ => null,
        };
        if (path is not null && !Node.DeepEquals(At(live.Root, path), At(next.Root, path)))
        {
            throw new ClusterException(ClusterFailure.Immutable, $"{live.Key}: {string.Join('.', path)}: field is immutable", live.Key);
        }

        if (live.Kind is "ConfigMap" or "Secret" && live.Root["immutable"] is ScalarNode { BooleanValue: true } && !Node.DeepEquals(live.Root["data"], next.Root["data"]))
        {
            throw new ClusterException(ClusterFailure.Immutable, $"{live.Key}: data: field is immutable when `immutable` is set", live.Key);
        }
    }

    private static Node? At(MapNode root, string[] path) => path.Aggregate((Node?)root, (node, key) => (node as MapNode)?[key]);
}
