using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Projects;

/// <summary>A cluster under both its names, as rules about destinations need it.</summary>
/// <param name="Server">API server's URL; empty when unknown.</param>
/// <param name="Name">Registered name; empty when unknown.</param>
public sealed record DestinationCluster(string Server, string Name)
{
    private const string InClusterServer = "https://kubernetes.default.svc";
    private const string InClusterName = "in-cluster";

    /// <summary>The cluster of a registration.</summary>
    public static DestinationCluster Of(ClusterRegistration registration) => new(registration.Server.TrimEnd('/'), registration.Name);

    /// <summary>Finds the other half of a reference among the registered clusters; <c>in-cluster</c> needs no registration.</summary>
    public static DestinationCluster Resolve(ClusterReference reference, IReadOnlyList<ClusterRegistration> clusters)
    {
        if (clusters.FirstOrDefault(c => c.IsMeantBy(reference)) is { } found)
        {
            return Of(found);
        }

        var server = reference.Server?.TrimEnd('/') ?? "";
        return server == InClusterServer || reference.Name == InClusterName
            ? new DestinationCluster(InClusterServer, InClusterName)
            : new DestinationCluster(server, reference.Name ?? "");
    }

    /// <summary>Whether both mean one cluster.</summary>
    public bool IsSame(DestinationCluster other) =>
        (Server.Length > 0 && Server == other.Server) || (Name.Length > 0 && Name == other.Name);
}
