using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Registry;

/// <summary>The clusters of the registered configuration.</summary>
internal sealed class RegisteredClusters(ControlRegistry registry) : IClusterRegistrations
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ClusterRegistration>> List(CancellationToken token) => (await registry.Configuration(token))?.Clusters ?? [];
}
