using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Sync.Operations;

/// <summary>A newer worker has written in the cluster; this one must stop (I4).</summary>
internal sealed class FencedException(string app, long epoch) : Exception($"a newer worker writes for '{app}'")
{
    /// <summary>The epoch that has the fence.</summary>
    public long Epoch { get; } = epoch;
}

/// <summary>
/// One small record per application in the target cluster, whose <c>resourceVersion</c> is the fence that our lease cannot be there (design §2.7):
/// taken with the epoch before the first write, looked at again before every batch.
/// </summary>
internal sealed class ClusterFence(SyncSettings settings)
{
    private const string EpochKey = "epoch";

    /// <summary>Takes the fence for <paramref name="epoch"/>, or finds it taken by this epoch already.</summary>
    /// <exception cref="FencedException">A newer epoch has it.</exception>
    public async Task Take(ICluster cluster, string app, long epoch, CancellationToken token)
    {
        var catalog = await cluster.Discover(fresh: false, token);
        var resource = catalog.Find("", "v1", "ConfigMap") ?? throw new ClusterException(ClusterFailure.NotFound, "the cluster serves no ConfigMaps");
        while (true)
        {
            if (await cluster.Get(resource, settings.FenceNamespace, NameOf(app), token) is not { } record)
            {
                await MakeNamespace(cluster, catalog, token);
                if (await cluster.Create(resource, Record(app, epoch, null), token) is not null)
                {
                    return;
                }

                continue;
            }

            var held = EpochOf(record);
            if (held > epoch)
            {
                throw new FencedException(app, held);
            }

            if (held == epoch || await cluster.Replace(resource, Record(app, epoch, record), token) is not null)
            {
                return;
            }
        }
    }

    private async Task MakeNamespace(ICluster cluster, ApiCatalog catalog, CancellationToken token)
    {
        if (catalog.Find("", "v1", "Namespace") is { } resource && await cluster.Get(resource, "", settings.FenceNamespace, token) is null)
        {
            var root = Skeleton("Namespace", settings.FenceNamespace, null);
            await cluster.Create(resource, new KubernetesObject(root), token);
        }
    }

    private KubernetesObject Record(string app, long epoch, KubernetesObject? over)
    {
        var root = Skeleton("ConfigMap", NameOf(app), settings.FenceNamespace);
        if (over?.ResourceVersion is { } version)
        {
            ((MapNode)root["metadata"]!).Set("resourceVersion", ScalarNode.Of(version));
        }

        var content = new MapNode();
        content.Set("app", ScalarNode.Of(app));
        content.Set(EpochKey, ScalarNode.Of(epoch.ToString(CultureInfo.InvariantCulture)));
        root.Set("data", content);
        return new KubernetesObject(root);
    }

    private static MapNode Skeleton(string kind, string name, string? space)
    {
        var metadata = new MapNode();
        metadata.Set("name", ScalarNode.Of(name));
        if (space is not null)
        {
            metadata.Set("namespace", ScalarNode.Of(space));
        }

        var root = new MapNode();
        root.Set("apiVersion", ScalarNode.Of("v1"));
        root.Set("kind", ScalarNode.Of(kind));
        root.Set("metadata", metadata);
        return root;
    }

    private static long EpochOf(KubernetesObject record) =>
        (record.Root["data"] as MapNode)?[EpochKey] is ScalarNode { StringValue: { } text } && long.TryParse(text, out var epoch) ? epoch : 0;

    private static string NameOf(string app) => $"fence-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app)).AsSpan(0, 10))}";
}
