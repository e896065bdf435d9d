using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Applications;

/// <summary>Where an Application goes (APP-1).</summary>
/// <param name="Cluster">The cluster, by URL or by name.</param>
/// <param name="Namespace">For namespaced objects that carry no namespace; empty when none is written. It never rewrites one that is written.</param>
public sealed record Destination(ClusterReference Cluster, string Namespace);
