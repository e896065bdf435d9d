using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Core.Charts;
using Plumbline.Core.State;

namespace Plumbline.Helm.Repositories;

/// <summary>
/// What references were found to mean. A single version stays what it was when it was first opened, for all instances (SRC-8); a range is kept for a
/// while in the process. What one credential was shown is not served to another.
/// </summary>
internal sealed class KnownVersions(IBlobStore blobs, TimeSpan rangeAge, TimeProvider clock)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, (ResolvedChart Chart, DateTimeOffset Until)> _kept = new(StringComparer.Ordinal);

    /// <summary>What the reference means; null when it has to be asked for.</summary>
    public async Task<ResolvedChart?> Find(ChartReference reference, CancellationToken token)
    {
        var name = NameOf(reference);
        if (_kept.TryGetValue(name, out var kept) && kept.Until > clock.GetUtcNow())
        {
            return kept.Chart with { Reference = reference };
        }

        if (!IsSingle(reference) || await blobs.Find(name, token) is not { } blob ||
            JsonSerializer.Deserialize(blob.Bytes.Span, KnownVersionJson.Default.KnownVersion) is not { V: 1 } known)
        {
            return null;
        }

        var chart = new ResolvedChart(reference, known.Version, known.Digest, known.Location);
        Remember(name, chart, DateTimeOffset.MaxValue);
        return chart;
    }

    /// <summary>Keeps the answer for a range.</summary>
    public void Keep(ResolvedChart chart)
    {
        if (!IsSingle(chart.Reference))
        {
            Remember(NameOf(chart.Reference), chart, clock.GetUtcNow() + rangeAge);
        }
    }

    /// <summary>Keeps what a single version was found to be, once its archive has been seen.</summary>
    public async Task Keep(ResolvedChart chart, string digest, CancellationToken token)
    {
        var name = NameOf(chart.Reference);
        if (IsSingle(chart.Reference) && !_kept.ContainsKey(name))
        {
            var known = new KnownVersion(1, chart.Version, digest, chart.Location);
            await blobs.PutOnce(name, JsonSerializer.SerializeToUtf8Bytes(known, KnownVersionJson.Default.KnownVersion), token);
            Remember(name, chart with { Digest = digest }, DateTimeOffset.MaxValue);
        }
    }

    private static bool IsSingle(ChartReference reference) => VersionChoice.IsVersion(reference.Revision.Trim());

    private void Remember(string name, ResolvedChart chart, DateTimeOffset until)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        // Passwords are renewed and do not belong into a cache: each caller brings its own.
        _kept[name] = (chart with { Reference = chart.Reference with { Credential = null } }, until);
    }

    private static string NameOf(ChartReference reference)
    {
        var text = string.Join('\n', reference.RepositoryUrl.TrimEnd('/'), reference.Chart, reference.Revision.Trim(), reference.Credential?.Identity, reference.Credential?.UserName);
        return $"charts/versions/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}

/// <summary>A version as it is kept.</summary>
internal sealed record KnownVersion(int V, string Version, string Digest, string Location);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KnownVersion))]
internal sealed partial class KnownVersionJson : JsonSerializerContext;
