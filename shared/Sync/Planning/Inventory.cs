using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.State;

namespace Plumbline.Sync.Planning;

/// <summary>An object that we wrote, or are about to write.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Version">The version it was written in.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for cluster-scoped.</param>
/// <param name="Name">Its name.</param>
internal sealed record InventoryItem(string Group, string Version, string Kind, string Namespace, string Name)
{
    /// <summary>Uid of the live object; null while it is only intended.</summary>
    public string? Uid { get; init; }

    /// <summary>What marks its content, see <see cref="ContentMark"/>.</summary>
    public string? Mark { get; init; }

    [JsonIgnore]
    public ResourceKey Key => new(Group, Kind, Namespace, Name);

    /// <summary>A live object, as it is.</summary>
    public static InventoryItem Of(KubernetesObject live) => new InventoryItem(live.Group, live.Version, live.Kind, live.Namespace, live.Name).Seen(live);

    /// <summary>This item as <paramref name="live"/> now is.</summary>
    public InventoryItem Seen(KubernetesObject live) => this with { Uid = live.Uid, Mark = ContentMark.Of(live) };
}

/// <summary>What one application owns in one cluster. Covers every live object that we made and did not delete (I5).</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
/// <param name="Cluster">Identity of the cluster; an inventory of another cluster says nothing about this one.</param>
/// <param name="Server">How the cluster is reached: name or URL as the application has it.</param>
/// <param name="Items">The objects, in total order.</param>
internal sealed record Inventory(int V, string App, string Cluster, string Server, IReadOnlyList<InventoryItem> Items)
{
    public InventoryItem? Find(ResourceKey key) => Items.FirstOrDefault(i => i.Key == key);

    /// <summary>The items by key, for asking more than once.</summary>
    public Dictionary<ResourceKey, InventoryItem> ByKey() => Items.ToDictionary(i => i.Key);

    /// <summary>With these items in place of those with their keys; itself where that changes nothing.</summary>
    public Inventory With(IEnumerable<InventoryItem> items)
    {
        var merged = ByKey();
        var changed = false;
        foreach (var item in items)
        {
            changed |= !merged.TryGetValue(item.Key, out var known) || known != item;
            merged[item.Key] = item;
        }

        return changed ? this with { Items = [.. merged.Values.OrderBy(i => i.Key)] } : this;
    }

    /// <summary>Without these; itself where that changes nothing.</summary>
    public Inventory Without(IReadOnlySet<ResourceKey> keys) =>
        keys.Count > 0 && Items.Any(i => keys.Contains(i.Key)) ? this with { Items = [.. Items.Where(i => !keys.Contains(i.Key))] } : this;
}

/// <summary>An inventory with the version it was read at.</summary>
internal sealed record StoredInventory(Inventory Inventory, string? ETag);

/// <summary>Inventories by application.</summary>
internal sealed class InventoryStore(IBlobStore blobs)
{
    private const string Folder = "inventory/";

    /// <summary>Reads one for this cluster; empty when there is none, or only one of another cluster that this one has replaced.</summary>
    public async Task<StoredInventory> Load(string app, string cluster, string server, CancellationToken token)
    {
        var blob = await blobs.Find(NameOf(app), token);
        var known = blob is null ? null : JsonSerializer.Deserialize(blob.Bytes.Span, InventoryJson.Default.Inventory);
        return new StoredInventory(known is not null && known.Cluster == cluster ? known : new Inventory(1, app, cluster, server, []), blob?.ETag);
    }

    /// <summary>Reads one whatever its cluster; null when there is none.</summary>
    public async Task<Inventory?> Find(string app, CancellationToken token) =>
        await blobs.Find(NameOf(app), token) is { } blob ? JsonSerializer.Deserialize(blob.Bytes.Span, InventoryJson.Default.Inventory) : null;

    /// <summary>Changes one by <paramref name="change"/>, which may run several times.</summary>
    public async Task Update(string app, string cluster, string server, Func<Inventory, Inventory> change, CancellationToken token)
    {
        while (true)
        {
            var stored = await Load(app, cluster, server, token);
            var changed = change(stored.Inventory);
            if (stored.ETag is not null && ReferenceEquals(changed, stored.Inventory))
            {
                return;
            }

            if (await blobs.Put(NameOf(app), JsonSerializer.SerializeToUtf8Bytes(changed, InventoryJson.Default.Inventory), stored.ETag, token) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Forgets one.</summary>
    public Task Delete(string app, CancellationToken token) => blobs.Delete(NameOf(app), token);

    private static string NameOf(string app) => Folder + DocumentKey.Escape(app);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Inventory))]
internal sealed partial class InventoryJson : JsonSerializerContext;
