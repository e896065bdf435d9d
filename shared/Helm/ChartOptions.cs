namespace Plumbline.Helm;

/// <summary>How chart repositories are spoken to.</summary>
public sealed record ChartOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Plumbline:Charts";

    /// <summary>Largest provenance file in bytes: 1 MiB.</summary>
    internal const long MostProvenanceBytes = 1024 * 1024;

    /// <summary>Largest <c>index.yaml</c> in bytes. Default 20 MiB (threat T-TPL-9).</summary>
    public long MostIndexBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest archive in bytes. Default 20 MiB (threat T-PATH-2).</summary>
    public long MostArchiveBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest value file or schema at a URL in bytes. Default 5 MiB (threat T-YAML-3).</summary>
    public long MostValueFileBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>How long the answer for a range of versions counts. Default 3 min.</summary>
    public TimeSpan RangeAge { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The hosts that value files and schemas may be fetched from (SRC-14). Default: none listed, which allows every public host.</summary>
    public IReadOnlySet<string> ValueFileHosts { get; init; } = new HashSet<string>();

    /// <summary>Time for one download, from the first byte sent to the last received. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Origins (<c>https://charts.corp:8443</c>) that may lie at private addresses, and may use <c>http</c> where they are written so. Default: none
    /// (threat T-SSRF-1).
    /// </summary>
    public IReadOnlySet<string> TrustedOrigins { get; init; } = new HashSet<string>();

    /// <summary>Token services by registry host, where a registry's own is at another site (threat T-SSRF-4). Default: none.</summary>
    public IReadOnlyDictionary<string, string> TokenHosts { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with these settings, as sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        foreach (var origin in TrustedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || Transport.ChartHttp.Origin(url) != origin)
            {
                faults.Add($"TrustedOrigins: '{origin}' is no origin such as https://charts.corp:8443.");
            }
        }

        foreach (var (name, value) in new[] { (nameof(MostIndexBytes), MostIndexBytes), (nameof(MostArchiveBytes), MostArchiveBytes), (nameof(MostValueFileBytes), MostValueFileBytes) })
        {
            if (value is <= 0 or > 1024L * 1024 * 1024)
            {
                faults.Add($"{name} must be positive and at most 1 GiB.");
            }
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(10))
        {
            faults.Add("Timeout must be positive and at most 10 minutes.");
        }

        if (RangeAge < TimeSpan.Zero || RangeAge > TimeSpan.FromDays(1))
        {
            faults.Add("RangeAge must be 0 to 1 day.");
        }

        return faults;
    }
}
