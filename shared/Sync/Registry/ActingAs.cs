using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Registry;

/// <summary>Connects as whom a project says.</summary>
internal static class ActingAs
{
    /// <summary>Connects as <paramref name="account"/>, or as the registered identity where that is null.</summary>
    /// <exception cref="ClusterException">The cluster is not registered, or its credentials cannot be had.</exception>
    public static async Task<ICluster> Connect(this IClusters clusters, ClusterReference reference, ServiceAccount? account, CancellationToken token)
    {
        var own = await clusters.Connect(reference, token);
        return account is null ? own : own.As(account);
    }
}
