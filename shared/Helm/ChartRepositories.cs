using System.Security.Cryptography;
using Plumbline.Core.Charts;
using Plumbline.Core.State;
using Plumbline.Helm.Oci;
using Plumbline.Helm.Repositories;
using Plumbline.Helm.Transport;

namespace Plumbline.Helm;

/// <summary>Chart repositories over HTTPS and OCI registries, with a cache of archives by digest that all Applications share.</summary>
public sealed class ChartRepositories : IChartRepositories, IDisposable
{
    private const long MostRecentBytes = 64L * 1024 * 1024;

    private readonly ChartOptions _options;
    private readonly IBlobStore _cache;
    private readonly TimeProvider _clock;
    private readonly ChartHttp _http;
    private readonly KnownVersions _known;
    private readonly RecentlyUsed<ChartArchiveFile> _recent = new(MostRecentBytes);
    private readonly IndexedRepository _indexed;
    private readonly OciRegistry _oci;

    /// <summary>Makes the adapter.</summary>
    /// <param name="options">Limits and trusted origins.</param>
    /// <param name="cache">Where archives are kept.</param>
    /// <param name="clock">For time limits.</param>
    public ChartRepositories(ChartOptions options, IBlobStore cache, TimeProvider clock)
    {
        _options = options;
        _cache = cache;
        _clock = clock;
        _http = new ChartHttp(options);
        _known = new KnownVersions(cache, options.RangeAge, clock);
        _indexed = new IndexedRepository(_http, options);
        _oci = new OciRegistry(_http, new OciLogin(_http, options), options);
    }

    /// <inheritdoc/>
    public async Task<ResolvedChart> Resolve(ChartReference reference, CancellationToken token)
    {
        if (await _known.Find(reference, token) is { } known)
        {
            return known;
        }

        var found = await Timed(t => OciReference.IsOci(reference.RepositoryUrl) ? _oci.Resolve(reference, t) : _indexed.Resolve(reference, t), token);
        _known.Keep(found);
        return found;
    }

    /// <inheritdoc/>
    public async Task<ChartArchiveFile> Open(ResolvedChart chart, CancellationToken token)
    {
        if (chart.Digest.Length > 0 && _recent.Find(chart.Digest) is { } recent)
        {
            await _known.Keep(chart, chart.Digest, token);
            return recent;
        }

        if (chart.Digest.Length > 0 && await _cache.Find(BlobName(chart.Digest), token) is { } kept && DigestOf(kept.Bytes.Span) == chart.Digest)
        {
            await _known.Keep(chart, chart.Digest, token);
            return Recent(new ChartArchiveFile(kept.Bytes, chart.Digest));
        }

        var bytes = await Timed(
            t => OciReference.IsOci(chart.Reference.RepositoryUrl) ? _oci.Download(chart, t) : _indexed.Download(chart, t), token);
        var digest = DigestOf(bytes);
        if (chart.Digest.Length > 0 && digest != chart.Digest)
        {
            throw new ChartRepositoryException(
                ChartFailure.DigestMismatch, $"The archive of chart '{chart.Reference.Chart}' {chart.Version} does not have the digest the repository states.");
        }

        await _cache.PutOnce(BlobName(digest), bytes, token);
        await _known.Keep(chart, digest, token);
        return Recent(new ChartArchiveFile(bytes, digest));
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> Provenance(ResolvedChart chart, CancellationToken token) => Timed(
        t => OciReference.IsOci(chart.Reference.RepositoryUrl) ? _oci.Provenance(chart, t) : _indexed.Provenance(chart, t), token);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // So that most renders ask nobody.
    private ChartArchiveFile Recent(ChartArchiveFile archive) => _recent.Keep(archive.Digest, archive, archive.Bytes.Length);

    private static string BlobName(string digest) => $"charts/{digest.Replace(':', '/')}";

    private static string DigestOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private Task<T> Timed<T>(Func<CancellationToken, Task<T>> work, CancellationToken token) =>
        Deadline.Run(_options.Timeout, _clock, work, "The chart repository did not answer", token);
}
