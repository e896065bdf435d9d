using System.Text;
using Plumbline.Core.Charts;
using Plumbline.Helm.Transport;

namespace Plumbline.Helm.Repositories;

/// <summary>A chart repository with an <c>index.yaml</c> (SRC-8).</summary>
internal sealed class IndexedRepository(ChartHttp http, ChartOptions options)
{
    /// <summary>Finds the version in the index.</summary>
    public async Task<ResolvedChart> Resolve(ChartReference reference, CancellationToken token)
    {
        var root = http.Checked(reference.RepositoryUrl.TrimEnd('/') + "/");
        var what = $"The index of {root.Host}";
        using var response = await http.Get(
            new Uri(root, "index.yaml"), ChartHttp.Basic(reference.Credential), reference.Credential?.PassToOtherHosts == true, [], token);
        await using var body = await ChartHttp.Body(response, options.MostIndexBytes, what, token);
        using var text = new StreamReader(body, Encoding.UTF8);

        // Parsing is not asynchronous; the body is read as it is parsed, never held as a whole.
        var entries = await Task.Run(() => Parsed(text, reference.Chart, what, token), token)
            ?? throw new ChartRepositoryException(ChartFailure.NotFoundOrDenied, $"{root.Host} has no chart '{reference.Chart}'.");
        var entry = VersionChoice.Choose(reference.Revision, entries, e => e.Version)
            ?? throw new ChartRepositoryException(
                ChartFailure.NotFoundOrDenied, $"{root.Host} has no version of chart '{reference.Chart}' that fits '{reference.Revision}'.");
        return new ResolvedChart(reference, entry.Version.Original, Digest(entry.Digest), http.Checked(entry.Url, root).AbsoluteUri);
    }

    /// <summary>Downloads the archive.</summary>
    public async Task<byte[]> Download(ResolvedChart chart, CancellationToken token)
    {
        using var response = await Get(http.Checked(chart.Location), chart, token);
        return await ChartHttp.Bytes(response, options.MostArchiveBytes, $"Chart '{chart.Reference.Chart}' {chart.Version}", token);
    }

    /// <summary>Downloads the provenance file, which lies beside the archive; null where there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> Provenance(ResolvedChart chart, CancellationToken token)
    {
        var archive = http.Checked(chart.Location);
        using var response = await Get(http.Checked(new UriBuilder(archive) { Path = archive.AbsolutePath + ".prov" }.Uri.AbsoluteUri), chart, token);
        return response.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Gone
            ? (ReadOnlyMemory<byte>?)null
            : await ChartHttp.Bytes(response, ChartOptions.MostProvenanceBytes, $"The provenance of chart '{chart.Reference.Chart}' {chart.Version}", token);
    }

    private async Task<HttpResponseMessage> Get(Uri url, ResolvedChart chart, CancellationToken token)
    {
        var credential = chart.Reference.Credential;
        var own = ChartHttp.Origin(url) == ChartHttp.Origin(http.Checked(chart.Reference.RepositoryUrl.TrimEnd('/') + "/"));
        return await http.Get(
            url, own || credential?.PassToOtherHosts == true ? ChartHttp.Basic(credential) : null, credential?.PassToOtherHosts == true, [], token);
    }

    private static IReadOnlyList<IndexEntry>? Parsed(StreamReader text, string chart, string what, CancellationToken token)
    {
        try
        {
            return ChartIndex.Read(text, chart, token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ChartRepositoryException(ChartFailure.Unavailable, $"{what} broke off.", e);
        }
    }

    // Indexes write the hex digits with or without the algorithm; anything else cannot be checked and counts as none.
    private static string Digest(string written)
    {
        var hex = written.StartsWith("sha256:", StringComparison.Ordinal) ? written["sha256:".Length..] : written;
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? "sha256:" + hex.ToLowerInvariant() : "";
    }
}
