using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Discovery;

namespace Plumbline.Kubernetes.Apply;

/// <summary>One cluster over its HTTP API. Objects stay JSON trees, so that unknown fields survive (design §6).</summary>
internal sealed class Cluster(ApiConnection connection, KubernetesSettings settings, TimeProvider clock, ILogger<Cluster> logger) : ICluster
{
    // Another writer in between is rare; one that never pauses is a conflict to tell about.
    private const int TakeOverAttempts = 5;

    private static readonly ApiResource Namespaces = new("", "v1", "Namespace", "namespaces", IsNamespaced: false, new HashSet<string>(StringComparer.Ordinal));

    private readonly ConcurrentDictionary<ServiceAccount, Cluster> _impersonating = new();
    private readonly ObjectReader _reader = new(connection, settings);
    private readonly ObjectWriter _writer = new(connection);
    private readonly CatalogCache _catalog = new(new ApiDiscovery(connection, logger), settings.CatalogLifetime, clock);

    /// <summary>Ourselves, where this is somebody else.</summary>
    private Cluster? Own { get; init; }

    /// <inheritdoc/>
    public ICluster As(ServiceAccount account) => Own is { } own ? own.As(account)
        : _impersonating.GetOrAdd(account, a => new Cluster(connection.As(a.ToString()), settings, clock, logger) { Own = this });

    /// <summary>Asked anew each time: another cluster may have taken the place of one at the same address, and an approval or an inventory of the first says nothing about it.</summary>
    public async Task<string> Identify(CancellationToken token) => Own is { } own ? await own.Identify(token) :
        (await _reader.Get(Namespaces, "", "kube-system", token))?.Uid ??
            throw new ClusterException(ClusterFailure.NotFound, $"The cluster '{connection.Name}' has no namespace kube-system, so it cannot be told apart from others.");

    /// <inheritdoc/>
    public Task<ApiCatalog> Discover(bool fresh, CancellationToken token) => _catalog.Read(fresh, token);

    /// <inheritdoc/>
    public Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token) => _reader.Get(resource, @namespace, name, token);

    /// <inheritdoc/>
    public IAsyncEnumerable<KubernetesObject> ListMetadata(ApiResource resource, string @namespace, CancellationToken token) =>
        _reader.List(resource, @namespace, "", metadataOnly: true, token);

    /// <inheritdoc/>
    public IAsyncEnumerable<KubernetesObject> List(ApiResource resource, string @namespace, string? labelSelector, CancellationToken token) =>
        _reader.List(resource, @namespace, labelSelector is null ? "" : $"&labelSelector={Uri.EscapeDataString(labelSelector)}", metadataOnly: false, token);

    /// <inheritdoc/>
    public async Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, CancellationToken token) =>
        await _writer.Apply(resource, desired, options, await IsStrict(token), token);

    /// <inheritdoc/>
    public async Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, CancellationToken token) =>
        await _writer.Create(resource, desired, await IsStrict(token), token);

    /// <inheritdoc/>
    public async Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, CancellationToken token) =>
        await _writer.Replace(resource, desired, await IsStrict(token), token);

    /// <inheritdoc/>
    public Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token) =>
        _writer.Delete(resource, @namespace, name, uid, propagation, token);

    /// <inheritdoc/>
    public async Task TakeOver(ApiResource resource, string @namespace, string name, IReadOnlySet<string> managers, CancellationToken token)
    {
        for (var attempt = 0; attempt < TakeOverAttempts; attempt++)
        {
            if (await _reader.Get(resource, @namespace, name, token) is not { } live || OwnershipTransfer.Patch(live, managers) is not { } patch ||
                await _writer.Patch(resource, live, patch, token))
            {
                return;
            }
        }

        var key = new ResourceKey(resource.Group, resource.Kind, @namespace, name);
        throw new ClusterException(ClusterFailure.Conflict, $"{key}: others keep writing it, so its fields could not be taken over.", key);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Explain(KubernetesObject live, CancellationToken token) =>
        await new Explanation(_reader).Of(live, await _catalog.Read(fresh: false, token), token);

    // Servers from 1.25 on refuse unknown fields when asked to; older ones drop the question.
    private async Task<bool> IsStrict(CancellationToken token) =>
        ServerVersion.MinorOf((await _catalog.Read(fresh: false, token)).ServerVersion) >= 25;
}
