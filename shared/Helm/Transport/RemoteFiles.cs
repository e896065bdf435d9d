using Plumbline.Core.Charts;

namespace Plumbline.Helm.Transport;

/// <summary>Value files over HTTPS: the rules for addresses, redirects and sizes are those of chart repositories; no credential is ever sent (SRC-14, threat T-SSRF-1).</summary>
internal sealed class RemoteFiles : IRemoteFiles, IDisposable
{
    private readonly ChartOptions _options;
    private readonly TimeProvider _clock;
    private readonly ChartHttp _http;

    public RemoteFiles(ChartOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _http = new ChartHttp(options, IsAllowed);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> Get(string url, CancellationToken token)
    {
        var address = _http.Checked(url);
        var what = $"The value file at {address.Host}{address.AbsolutePath}";
        return await Deadline.Run(
            _options.Timeout, _clock,
            async t =>
            {
                using var response = await _http.Get(address, null, false, [], t);
                return (ReadOnlyMemory<byte>)await ChartHttp.Bytes(response, _options.MostValueFileBytes, what, t);
            },
            $"{address.Host} did not answer", token);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private bool IsAllowed(Uri url) => _options.ValueFileHosts is not { Count: > 0 } hosts || hosts.Contains(url.Host);
}
