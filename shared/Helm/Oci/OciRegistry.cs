using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Core.Charts;
using Plumbline.Core.Versions;
using Plumbline.Helm.Repositories;
using Plumbline.Helm.Transport;

namespace Plumbline.Helm.Oci;

/// <summary>
/// Charts in an OCI registry by the calls of the distribution specification: tags, manifest, blob. A tag is turned into a digest once, and
/// only what has that digest is used (threat T-SUP-3).
/// </summary>
internal sealed class OciRegistry(ChartHttp http, OciLogin login, ChartOptions options)
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ChartLayer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private const string ProvenanceLayer = "application/vnd.cncf.helm.chart.provenance.v1.prov";
    private const long MostManifest = 4 * 1024 * 1024;
    private const int MostPages = 100;

    /// <summary>Finds the tag and the digest of the chart's archive behind it.</summary>
    public async Task<ResolvedChart> Resolve(ChartReference reference, CancellationToken token)
    {
        var target = OciReference.Of(reference, url => options.TrustedOrigins.Contains(url));
        var session = new OciSession(target, reference.Credential);
        var tag = VersionChoice.IsVersion(reference.Revision.Trim())
            ? reference.Revision.Trim().Replace('+', '_')
            : await ChooseTag(session, reference, token);
        var what = $"Chart '{target.Repository}' {tag}";
        using var response = await Get(session, $"/v2/{target.Repository}/manifests/{Uri.EscapeDataString(tag)}", [ManifestType], token);
        var manifest = await ChartHttp.Bytes(response, MostManifest, what, token);
        CheckAnnounced(response, manifest, what);
        return new ResolvedChart(reference, tag.Replace('_', '+'), ChartDigest(manifest, what), $"{target.Origin}/v2/{target.Repository}");
    }

    /// <summary>Downloads the archive by its digest.</summary>
    public async Task<byte[]> Download(ResolvedChart chart, CancellationToken token)
    {
        var target = OciReference.Of(chart.Reference, url => options.TrustedOrigins.Contains(url));
        var session = new OciSession(target, chart.Reference.Credential);
        using var response = await Get(session, $"/v2/{target.Repository}/blobs/{chart.Digest}", [], token);
        return await ChartHttp.Bytes(response, options.MostArchiveBytes, $"Chart '{target.Repository}' {chart.Version}", token);
    }

    /// <summary>The provenance file that belongs to the archive; null where the manifest names none.</summary>
    public async Task<ReadOnlyMemory<byte>?> Provenance(ResolvedChart chart, CancellationToken token)
    {
        var target = OciReference.Of(chart.Reference, url => options.TrustedOrigins.Contains(url));
        var session = new OciSession(target, chart.Reference.Credential);
        var what = $"Chart '{target.Repository}' {chart.Version}";
        byte[] manifest;
        using (var response = await Get(session, $"/v2/{target.Repository}/manifests/{Uri.EscapeDataString(chart.Version.Replace('+', '_'))}", [ManifestType], token))
        {
            manifest = await ChartHttp.Bytes(response, MostManifest, what, token);
            CheckAnnounced(response, manifest, what);
        }

        if (LayerOf(manifest, ChartLayer, what) != chart.Digest || LayerOf(manifest, ProvenanceLayer, what) is not { } digest)
        {
            return null;
        }

        using var answer = await Get(session, $"/v2/{target.Repository}/blobs/{digest}", [], token);
        var bytes = await ChartHttp.Bytes(answer, ChartOptions.MostProvenanceBytes, $"The provenance of {what}", token);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest ? bytes : throw new ChartRepositoryException(
            ChartFailure.DigestMismatch, $"The provenance of {what} does not have the digest the registry states.");
    }

    private async Task<string> ChooseTag(OciSession session, ChartReference reference, CancellationToken token)
    {
        var candidates = new List<(string Tag, SemanticVersion Version)>();
        var next = $"/v2/{session.Target.Repository}/tags/list";
        for (var page = 0; next is not null && page < MostPages; page++)
        {
            using var response = await Get(session, next, ["application/json"], token);
            var body = await ChartHttp.Bytes(response, MostManifest, $"The tags of '{session.Target.Repository}'", token);
            foreach (var tag in Tags(body))
            {
                if (SemanticVersion.TryParse(tag.Replace('_', '+'), out var version, out _))
                {
                    candidates.Add((tag, version));
                }
            }

            next = NextPage(response, session);
        }

        var choice = VersionChoice.Choose(reference.Revision, candidates.Select(c => Tuple.Create(c.Tag, c.Version)), c => c.Item2);
        return choice?.Item1 ?? throw new ChartRepositoryException(
            ChartFailure.NotFoundOrDenied, $"No tag of '{session.Target.Repository}' fits '{reference.Revision}'.");
    }

    private async Task<HttpResponseMessage> Get(OciSession session, string path, IReadOnlyList<string> accept, CancellationToken token)
    {
        var url = http.Checked(session.Target.Origin + path);
        var response = await http.Get(url, session.Authorization, false, accept, token);
        if (response.StatusCode != HttpStatusCode.Unauthorized || session.Authorization is not null)
        {
            return response;
        }

        using (response)
        {
            session.Authorization = await login.Authorize(session, response.Headers.WwwAuthenticate, token);
        }

        return await http.Get(url, session.Authorization, false, accept, token);
    }

    private static string? NextPage(HttpResponseMessage response, OciSession session)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }

        var link = links.First();
        var end = link.IndexOf('>', StringComparison.Ordinal);
        if (!link.StartsWith('<') || end < 0 || !link.Contains("next", StringComparison.Ordinal))
        {
            return null;
        }

        // Only within the same list: a link elsewhere is not followed.
        var path = link[1..end];
        path = path.StartsWith(session.Target.Origin, StringComparison.Ordinal) ? path[session.Target.Origin.Length..] : path;
        return path.StartsWith($"/v2/{session.Target.Repository}/tags/list", StringComparison.Ordinal) ? path : null;
    }

    private static List<string> Tags(byte[] body)
    {
        using var document = Parse(body, "The list of tags");
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("tags", out var tags) &&
            tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)]
            : [];
    }

    private static void CheckAnnounced(HttpResponseMessage response, byte[] manifest, string what)
    {
        if (response.Headers.TryGetValues("Docker-Content-Digest", out var announced) &&
            announced.First() is var digest && digest.StartsWith("sha256:", StringComparison.Ordinal) &&
            digest != "sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest)))
        {
            throw new ChartRepositoryException(ChartFailure.DigestMismatch, $"{what}: the manifest does not have the digest the registry states.");
        }
    }

    private static string ChartDigest(byte[] manifest, string what) => LayerOf(manifest, ChartLayer, what) ?? throw new ChartRepositoryException(
        ChartFailure.Invalid, $"{what} is no Helm chart: its manifest has no layer of type {ChartLayer}.");

    private static string? LayerOf(byte[] manifest, string type, string what)
    {
        using var document = Parse(manifest, what);
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("layers", out var layers) &&
            layers.ValueKind == JsonValueKind.Array)
        {
            foreach (var layer in layers.EnumerateArray())
            {
                if (Text(layer, "mediaType") == type && Text(layer, "digest") is { } digest && IsDigest(digest))
                {
                    return digest;
                }
            }
        }

        return null;
    }

    private static string? Text(JsonElement map, string name) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsDigest(string digest) =>
        digest.Length == 71 && digest.StartsWith("sha256:", StringComparison.Ordinal) && digest.Skip(7).All(char.IsAsciiHexDigitLower);

    private static JsonDocument Parse(byte[] body, string what)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, $"{what}: the registry's answer is no JSON.", e);
        }
    }
}

/// <summary>One conversation with a registry about one repository.</summary>
internal sealed class OciSession(OciReference target, ChartCredential? credential)
{
    public OciReference Target { get; } = target;

    public ChartCredential? Credential { get; } = credential;

    public AuthenticationHeaderValue? Authorization { get; set; }
}
