using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Operations;

/// <summary>What a step works with.</summary>
/// <param name="App">The application.</param>
/// <param name="Epoch">Epoch of the lease, which fences the cluster.</param>
/// <param name="Cluster">The cluster, as whom the project says.</param>
/// <param name="Own">The cluster as ourselves, for what is ours there: the fence.</param>
/// <param name="Plan">The plan; null while an application is removed.</param>
/// <param name="Prepared">The targets with their true values; null when the step needs none.</param>
internal sealed record OperationContext(Application App, long Epoch, ICluster Cluster, ICluster Own, Plan? Plan, PreparedPlan? Prepared)
{
    /// <summary>The cluster's registration, which may name the namespaces that are touched; null where all are.</summary>
    public ClusterRegistration? Registration { get; init; }
}
