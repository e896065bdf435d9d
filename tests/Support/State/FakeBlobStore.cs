using System.Globalization;
using System.Runtime.CompilerServices;
using Plumbline.Core.State;

namespace Plumbline.Support.State;

/// <summary>Blobs in memory; passes the suite that the real store passes.</summary>
public sealed class FakeBlobStore(TimeProvider clock) : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (StoredBlob Blob, DateTimeOffset Written)> _blobs = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>What goes wrong.</summary>
    public StorageFaults Faults { get; init; } = new();

    /// <summary>Everything stored, by name.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> All
    {
        get
        {
            lock (_gate)
            {
                return _blobs.ToDictionary(b => b.Key, b => b.Value.Blob.Bytes, StringComparer.Ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public Task<StoredBlob?> Find(string name, CancellationToken token) =>
        Run("Find", name, () => _blobs.TryGetValue(name, out var found) ? found.Blob : null, token);

    /// <inheritdoc/>
    public Task<(bool Unchanged, StoredBlob? Blob)> FindChanged(string name, string knownETag, CancellationToken token) =>
        Run("FindChanged", name, () => !_blobs.TryGetValue(name, out var found) ? (false, null)
            : found.Blob.ETag == knownETag ? (true, null) : (false, (StoredBlob?)found.Blob), token);

    /// <inheritdoc/>
    public Task PutOnce(string name, ReadOnlyMemory<byte> bytes, CancellationToken token) =>
        Run("PutOnce", name, () => _blobs.ContainsKey(name) ? null : Write(name, bytes), token);

    /// <inheritdoc/>
    public Task<string?> Put(string name, ReadOnlyMemory<byte> bytes, string? etag, CancellationToken token) =>
        Run("Put", name, () => (_blobs.TryGetValue(name, out var old) ? old.Blob.ETag : null) == etag ? Write(name, bytes) : null, token);

    /// <inheritdoc/>
    public Task Delete(string name, CancellationToken token) => Run("Delete", name, () => _blobs.Remove(name), token);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Name, DateTimeOffset Written)> List(string prefix, [EnumeratorCancellation] CancellationToken token)
    {
        var found = await Faults.Run("List", prefix, () =>
        {
            lock (_gate)
            {
                return _blobs.Where(b => b.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(b => (b.Key, b.Value.Written)).ToList();
            }
        }, token);
        foreach (var item in found)
        {
            token.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private string Write(string name, ReadOnlyMemory<byte> bytes)
    {
        var etag = (++_version).ToString(CultureInfo.InvariantCulture);
        _blobs[name] = (new StoredBlob(bytes.ToArray(), etag), clock.GetUtcNow());
        return etag;
    }

    private Task<T> Run<T>(string method, string name, Func<T> call, CancellationToken token)
    {
        if (name.Length is 0 or > 1024 || name.Any(char.IsControl) || name.Split('/').Any(s => s is "" or "." or ".."))
        {
            throw new StorageException("a blob name has an empty or relative segment, a control character, or is too long", isTransient: false);
        }

        return Faults.Run(method, name, () =>
        {
            lock (_gate)
            {
                return call();
            }
        }, token);
    }
}
