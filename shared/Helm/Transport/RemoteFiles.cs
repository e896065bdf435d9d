using Plumbline.Core.Charts;
using Plumbline.Helm.Repositories;

namespace Plumbline.Helm.Transport;

/// <summary>
/// Files at URLs over HTTPS: the rules for addresses, redirects and sizes are those of chart repositories; no credential is ever sent (SRC-14, threat T-SSRF-1).
/// </summary>
internal sealed class RemoteFiles : IRemoteFiles, IDisposable
{
    private const long MostRecentBytes = 16L * 1024 * 1024;

    private readonly ChartOptions _options;
    private readonly TimeProvider _clock;
    private readonly ChartHttp _http;
    private readonly RecentlyUsed<Fetched> _recent = new(MostRecentBytes);

    public RemoteFiles(ChartOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _http = new ChartHttp(options, IsAllowed);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> Get(string url, TimeSpan age, CancellationToken token)
    {
        var address = _http.Checked(url);
        if (age > TimeSpan.Zero && _recent.Find(url) is { } recent && recent.At + age > _clock.GetUtcNow())
        {
            return recent.Bytes;
        }

        var what = $"The file at {address.Host}{address.AbsolutePath}";
        var bytes = await Deadline.Run(
            _options.Timeout, _clock,
            async t =>
            {
                using var response = await _http.Get(address, null, false, [], t);
                return await ChartHttp.Bytes(response, _options.MostValueFileBytes, what, t);
            },
            $"{address.Host} did not answer", token);
        return age > TimeSpan.Zero ? _recent.Keep(url, new Fetched(bytes, _clock.GetUtcNow()), bytes.Length).Bytes : bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private bool IsAllowed(Uri url) => _options.ValueFileHosts is not { Count: > 0 } hosts || hosts.Contains(url.Host);

    private sealed record Fetched(ReadOnlyMemory<byte> Bytes, DateTimeOffset At);
}
