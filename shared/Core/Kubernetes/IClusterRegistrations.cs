using Plumbline.Core.Control;

namespace Plumbline.Core.Kubernetes;

/// <summary>The clusters that the control repository registers.</summary>
public interface IClusterRegistrations
{
    /// <summary>The good registrations as they are now; empty before the first registration.</summary>
    Task<IReadOnlyList<ClusterRegistration>> List(CancellationToken token);
}
