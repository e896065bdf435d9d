using Plumbline.Core.Kubernetes;

namespace Plumbline.Support.Kubernetes;

/// <summary>Clusters by name or URL.</summary>
public sealed class FakeClusters : IClusters
{
    private readonly Dictionary<string, ICluster> _clusters = new(StringComparer.Ordinal);

    /// <summary>Registers a cluster under a name or URL; replaces the one before.</summary>
    public FakeClusters With(string reference, ICluster cluster)
    {
        _clusters[reference] = cluster;
        return this;
    }

    /// <inheritdoc/>
    public Task<ICluster> Connect(ClusterReference reference, CancellationToken token) => _clusters.TryGetValue(reference.ToString(), out var cluster)
        ? Task.FromResult(cluster)
        : throw new ClusterException(ClusterFailure.NotRegistered, $"The cluster '{reference}' is not registered.");
}
