using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Plumbline.Core.State;

namespace Plumbline.Storage.Blobs;

/// <summary>Blobs in one container.</summary>
internal sealed class ContainerBlobStore : IBlobStore
{
    private const int MaxNameChars = 1024;

    // One request per write up to this size, so that a write is one event and costs one round trip.
    private static readonly StorageTransferOptions Whole = new() { InitialTransferSize = 64 * 1024 * 1024, MaximumTransferSize = 16 * 1024 * 1024 };

    private readonly BlobContainerClient _container;
    private readonly OnceDone _created;

    public ContainerBlobStore(StorageConnections connections)
    {
        _container = connections.Container();
        _created = new OnceDone(token => StorageCall.Run("create the container", () => _container.CreateIfNotExistsAsync(cancellationToken: token), token));
    }

    /// <inheritdoc/>
    public async Task<StoredBlob?> Find(string name, CancellationToken token) => (await Read(name, null, token)).Blob;

    /// <inheritdoc/>
    public Task<(bool Unchanged, StoredBlob? Blob)> FindChanged(string name, string knownETag, CancellationToken token) => Read(name, knownETag, token);

    /// <inheritdoc/>
    public async Task PutOnce(string name, ReadOnlyMemory<byte> bytes, CancellationToken token) =>
        await Write(name, bytes, new BlobRequestConditions { IfNoneMatch = ETag.All }, token);

    /// <inheritdoc/>
    public Task<string?> Put(string name, ReadOnlyMemory<byte> bytes, string? etag, CancellationToken token) =>
        Write(name, bytes, etag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(etag) }, token);

    /// <inheritdoc/>
    public async Task Delete(string name, CancellationToken token)
    {
        var blob = await Client(name, token);
        await StorageCall.Run("delete a blob", () => blob.DeleteIfExistsAsync(cancellationToken: token), token);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Name, DateTimeOffset Written)> List(string prefix, [EnumeratorCancellation] CancellationToken token)
    {
        await _created.Ensure(token);
        var options = new GetBlobsOptions { Prefix = prefix };
        await using var pages = _container.GetBlobsAsync(options, token).AsPages().GetAsyncEnumerator(token);
        while (await StorageCall.Run("list blobs", () => pages.MoveNextAsync().AsTask(), token))
        {
            foreach (var item in pages.Current.Values)
            {
                yield return (item.Name, item.Properties.LastModified ?? DateTimeOffset.MinValue);
            }
        }
    }

    private async Task<(bool Unchanged, StoredBlob? Blob)> Read(string name, string? knownETag, CancellationToken token)
    {
        var blob = await Client(name, token);
        var options = new BlobDownloadOptions { Conditions = knownETag is null ? null : new BlobRequestConditions { IfNoneMatch = new ETag(knownETag) } };
        return await StorageCall.Run("read a blob", async () =>
        {
            try
            {
                var answer = await blob.DownloadContentAsync(options, token);
                return answer.GetRawResponse().Status == 304
                    ? (true, null)
                    : (false, (StoredBlob?)new StoredBlob(answer.Value.Content.ToMemory(), answer.Value.Details.ETag.ToString()));
            }
            catch (RequestFailedException e) when (e.Status is 404 or 304)
            {
                return (e.Status == 304, null);
            }
        }, token);
    }

    private async Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, BlobRequestConditions conditions, CancellationToken token)
    {
        var blob = await Client(name, token);
        var options = new BlobUploadOptions { Conditions = conditions, TransferOptions = Whole };
        return await StorageCall.Run("write a blob", async () =>
        {
            try
            {
                return (await blob.UploadAsync(BinaryData.FromBytes(bytes), options, token)).Value.ETag.ToString();
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 || (e.Status == 404 && conditions.IfMatch is not null))
            {
                return null;
            }
        }, token);
    }

    private async Task<BlobClient> Client(string name, CancellationToken token)
    {
        if (name.Length is 0 or > MaxNameChars || name.Any(char.IsControl) || name.Split('/').Any(s => s is "" or "." or ".."))
        {
            throw new StorageException("a blob name has an empty or relative segment, a control character, or is too long", isTransient: false);
        }

        await _created.Ensure(token);
        return _container.GetBlobClient(name);
    }
}
