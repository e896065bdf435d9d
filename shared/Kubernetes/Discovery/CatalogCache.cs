using Plumbline.Core.Kubernetes;

namespace Plumbline.Kubernetes.Discovery;

/// <summary>Keeps what a cluster serves for some minutes; many askers cause one discovery.</summary>
internal sealed class CatalogCache(ApiDiscovery discovery, TimeSpan lifetime, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Task<ApiCatalog>? _read;
    private DateTimeOffset _begun;

    /// <summary>The catalogue; <paramref name="fresh"/> asks for one whose reading begins after this call.</summary>
    public Task<ApiCatalog> Read(bool fresh, CancellationToken token)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (fresh || _read is null || _read.IsFaulted || _read.IsCanceled || now - _begun >= lifetime)
            {
                // Not cancelled with its first asker: others wait for it too. The deadline of each request bounds it.
                _read = discovery.Read(CancellationToken.None);
                _begun = now;
            }

            return _read.WaitAsync(token);
        }
    }
}
