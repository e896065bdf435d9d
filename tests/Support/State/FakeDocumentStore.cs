using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Plumbline.Core.State;

namespace Plumbline.Support.State;

/// <summary>Documents in memory; passes the suite that the real store passes.</summary>
public sealed class FakeDocumentStore(TimeProvider clock) : IDocumentStore
{
    private const int MaxBytes = 900 * 1024;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<DocumentKey, (StoredDocument Document, DateTimeOffset Written)> _documents = new(Comparer<DocumentKey>.Create(Compare));
    private long _version;

    /// <summary>What goes wrong.</summary>
    public StorageFaults Faults { get; init; } = new();

    /// <summary>Everything stored, in order of the keys.</summary>
    public IReadOnlyList<StoredDocument> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _documents.Values.Select(d => d.Document)];
            }
        }
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> Find(DocumentKey key, CancellationToken token) =>
        Run("Find", key, () => Get(key), token);

    /// <inheritdoc/>
    public Task<StoredDocument?> Insert(DocumentKey key, string json, CancellationToken token)
    {
        CheckSize(json);
        return Run("Insert", key, () => _documents.ContainsKey(key) ? null : Put(key, json), token);
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> Replace(DocumentKey key, string json, string etag, CancellationToken token)
    {
        CheckSize(json);
        return Run("Replace", key, () => Get(key)?.ETag == etag ? Put(key, json) : null, token);
    }

    /// <inheritdoc/>
    public Task<bool> Delete(DocumentKey key, string? etag, CancellationToken token) =>
        Run("Delete", key, () => Get(key) is { } old && (etag is null || old.ETag == etag) && _documents.Remove(key), token);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDocument> List(string partition, string? from, string? to, [EnumeratorCancellation] CancellationToken token)
    {
        var found = await Run("List", new DocumentKey(partition, "any"), () => _documents.Values.Select(d => d.Document).Where(d => d.Key.Partition == partition
            && (from is null || string.CompareOrdinal(d.Key.Id, from) >= 0)
            && (to is null || string.CompareOrdinal(d.Key.Id, to) < 0)).ToList(), token);
        foreach (var document in found)
        {
            token.ThrowIfCancellationRequested();
            yield return document;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DocumentStamp> Stamps(string partition, [EnumeratorCancellation] CancellationToken token)
    {
        var found = await Run(
            "Stamps", new DocumentKey(partition, "any"),
            () => _documents.Where(d => d.Key.Partition == partition).Select(d => new DocumentStamp(d.Key, d.Value.Written)).ToList(), token);
        foreach (var stamp in found)
        {
            token.ThrowIfCancellationRequested();
            yield return stamp;
        }
    }

    private static int Compare(DocumentKey x, DocumentKey y) =>
        string.CompareOrdinal(x.Partition, y.Partition) is var order and not 0 ? order : string.CompareOrdinal(x.Id, y.Id);

    private static void CheckSize(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes)
        {
            throw new StorageException("a document is over the limit", isTransient: false);
        }
    }

    private static bool IsSound(string part) => part.Length <= 512 && !part.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c));

    private StoredDocument? Get(DocumentKey key) => _documents.TryGetValue(key, out var found) ? found.Document : null;

    private StoredDocument Put(DocumentKey key, string json)
    {
        var document = new StoredDocument(key, json, (++_version).ToString(CultureInfo.InvariantCulture));
        _documents[key] = (document, clock.GetUtcNow());
        return document;
    }

    private Task<T> Run<T>(string method, DocumentKey key, Func<T> call, CancellationToken token)
    {
        if (!IsSound(key.Partition) || !IsSound(key.Id) || key.Id.Length == 0)
        {
            throw new StorageException("a document key holds a character that storage refuses, or is too long", isTransient: false);
        }

        return Faults.Run(method, $"{key.Partition}/{key.Id}", () =>
        {
            lock (_gate)
            {
                return call();
            }
        }, token);
    }
}
