using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tables;

/// <summary>Documents in one Azure table: partition and id are the entity's keys, the ETag is the entity's.</summary>
internal sealed class TableDocumentStore : IDocumentStore
{
    private readonly TableClient _table;
    private readonly OnceDone _created;

    public TableDocumentStore(StorageConnections connections)
    {
        _table = connections.Table();
        _created = new OnceDone(token => StorageCall.Run("create the table", () => _table.CreateIfNotExistsAsync(token), token));
    }

    /// <inheritdoc/>
    public async Task<StoredDocument?> Find(DocumentKey key, CancellationToken token)
    {
        DocumentEntity.Check(key);
        await _created.Ensure(token);
        var answer = await StorageCall.Run("read a document", () => _table.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Id, cancellationToken: token), token);
        return answer.HasValue ? DocumentEntity.Read(answer.Value!) : null;
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> Insert(DocumentKey key, string json, CancellationToken token) =>
        Write("insert a document", key, json, entity => _table.AddEntityAsync(entity, token), 409, token);

    /// <inheritdoc/>
    public Task<StoredDocument?> Replace(DocumentKey key, string json, string etag, CancellationToken token) =>
        Write("replace a document", key, json, entity => _table.UpdateEntityAsync(entity, DocumentEntity.Version(etag), TableUpdateMode.Replace, token), 412, token);

    /// <inheritdoc/>
    public async Task<bool> Delete(DocumentKey key, string? etag, CancellationToken token)
    {
        DocumentEntity.Check(key);
        await _created.Ensure(token);
        return await StorageCall.Run("delete a document", async () =>
        {
            try
            {
                var version = etag is null ? ETag.All : DocumentEntity.Version(etag);
                return (await _table.DeleteEntityAsync(key.Partition, key.Id, version, token)).Status != 404;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return false;
            }
        }, token);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredDocument> List(string partition, string? from, string? to, CancellationToken token)
    {
        var filter = InPartition(partition);
        filter += from is null ? "" : $" and {TableClient.CreateQueryFilter($"RowKey ge {from}")}";
        filter += to is null ? "" : $" and {TableClient.CreateQueryFilter($"RowKey lt {to}")}";
        return Query("list documents", filter, null, DocumentEntity.Read, token);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DocumentStamp> Stamps(string partition, CancellationToken token) =>
        Query("list stamps", InPartition(partition), DocumentEntity.StampProperties, DocumentEntity.ReadStamp, token);

    private static string InPartition(string partition)
    {
        DocumentEntity.Check(new DocumentKey(partition, "any"));
        return TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
    }

    private async IAsyncEnumerable<T> Query<T>(
        string what, string filter, IEnumerable<string>? properties, Func<TableEntity, T> read, [EnumeratorCancellation] CancellationToken token)
    {
        await _created.Ensure(token);
        await using var pages = _table.QueryAsync<TableEntity>(filter, select: properties, cancellationToken: token).AsPages().GetAsyncEnumerator(token);
        while (await StorageCall.Run(what, () => pages.MoveNextAsync().AsTask(), token))
        {
            foreach (var entity in pages.Current.Values)
            {
                yield return read(entity);
            }
        }
    }

    private async Task<StoredDocument?> Write(string what, DocumentKey key, string json, Func<TableEntity, Task<Response>> write, int refusal, CancellationToken token)
    {
        var entity = DocumentEntity.From(key, json);
        await _created.Ensure(token);
        return await StorageCall.Run(what, async () =>
        {
            try
            {
                var response = await write(entity);
                return new StoredDocument(key, json, response.Headers.ETag?.ToString() ?? throw new StorageException($"{what}: no version came back", isTransient: true));
            }
            catch (RequestFailedException e) when (e.Status == refusal || (e.Status == 404 && refusal == 412))
            {
                return null;
            }
        }, token);
    }
}
