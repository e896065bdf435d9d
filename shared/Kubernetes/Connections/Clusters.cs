using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Apply;

namespace Plumbline.Kubernetes.Connections;

/// <summary>Connects to registered clusters. A connection is shared until its registration changes.</summary>
internal sealed partial class Clusters(
    IClusterRegistrations registrations, ConnectionFactory factory, KubernetesSettings settings, TimeProvider clock, ILoggerFactory loggers) : IClusters
{
    private readonly ConcurrentDictionary<string, Shared> _shared = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<Clusters>();

    /// <inheritdoc/>
    public async Task<ICluster> Connect(ClusterReference reference, CancellationToken token)
    {
        var registered = await registrations.List(token);
        var registration = registered.FirstOrDefault(r => r.IsMeantBy(reference)) ?? throw new ClusterException(
            ClusterFailure.NotRegistered, $"The cluster '{reference}' is not registered. Registered are: {string.Join(", ", registered.Select(r => r.Name))}.");
        if (_shared.TryGetValue(registration.Name, out var known) && IsSame(known.Registration, registration) && known.Until > clock.GetUtcNow())
        {
            return known.Cluster;
        }

        var connection = await factory.Open(registration, token);
        var cluster = new Cluster(connection, settings, clock, loggers.CreateLogger<Cluster>());
        Log.Connected(_logger, registration.Name);

        // The one before is left to its users; its sockets close when idle.
        // References are resolved again once an hour, so that renewed secrets are taken up.
        _shared[registration.Name] = new Shared(registration, cluster, clock.GetUtcNow() + TimeSpan.FromHours(1));
        return cluster;
    }

    // Labels, annotations and the place in the repository do not change how to connect.
    private static bool IsSame(ClusterRegistration a, ClusterRegistration b) =>
        a.Server == b.Server && a.Identity == b.Identity && a.CertificateAuthority == b.CertificateAuthority && a.TlsServerName == b.TlsServerName && a.ProxyUrl == b.ProxyUrl;

    private sealed record Shared(ClusterRegistration Registration, ICluster Cluster, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "Connected to the cluster {Cluster}", EventName = "ClusterConnected")]
        public static partial void Connected(ILogger logger, string cluster);
    }
}
