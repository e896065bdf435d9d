using System.Runtime.CompilerServices;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Support.Kubernetes;

/// <summary>A <see cref="FakeCluster"/> as somebody else: the same objects, and each call notes who made it.</summary>
internal sealed class ImpersonatingFake(FakeCluster cluster, ServiceAccount account) : ICluster
{
    public ICluster As(ServiceAccount other) => cluster.As(other);

    public Task<string> Identify(CancellationToken token) => cluster.Identify(token);

    public Task<ApiCatalog> Discover(bool fresh, CancellationToken token) => Do(c => c.Discover(fresh, token));

    public Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token) => Do(c => c.Get(resource, @namespace, name, token));

    public IAsyncEnumerable<KubernetesObject> ListMetadata(ApiResource resource, string @namespace, CancellationToken token) =>
        List(c => c.ListMetadata(resource, @namespace, token), token);

    public IAsyncEnumerable<KubernetesObject> List(ApiResource resource, string @namespace, string? labelSelector, CancellationToken token) =>
        List(c => c.List(resource, @namespace, labelSelector, token), token);

    public Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, CancellationToken token) =>
        Do(c => c.Apply(resource, desired, options, token));

    public Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, CancellationToken token) => Do(c => c.Create(resource, desired, token));

    public Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, CancellationToken token) => Do(c => c.Replace(resource, desired, token));

    public Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token) =>
        Do(c => c.Delete(resource, @namespace, name, uid, propagation, token));

    public Task TakeOver(ApiResource resource, string @namespace, string name, IReadOnlySet<string> managers, CancellationToken token) =>
        Do(async c =>
        {
            await c.TakeOver(resource, @namespace, name, managers, token);
            return true;
        });

    public Task<IReadOnlyList<string>> Explain(KubernetesObject live, CancellationToken token) => Do(c => c.Explain(live, token));

    private async Task<T> Do<T>(Func<FakeCluster, Task<T>> call)
    {
        // Ends with this method: what is set in an async method is not seen by its caller.
        cluster.Caller.Value = account;
        return await call(cluster);
    }

    private async IAsyncEnumerable<KubernetesObject> List(Func<FakeCluster, IAsyncEnumerable<KubernetesObject>> call, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var item in await Do(c => call(c).ToListAsync(token).AsTask()))
        {
            yield return item;
        }
    }
}
