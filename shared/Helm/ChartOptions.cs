namespace Plumbline.Helm;

/// <summary>How chart repositories are spoken to.</summary>
public sealed record ChartOptions
{
    /// <summary>Largest <c>index.yaml</c> in bytes. Default 20 MiB (threat T-TPL-9).</summary>
    public long MostIndexBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest archive in bytes. Default 20 MiB (threat T-PATH-2).</summary>
    public long MostArchiveBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Time for one download, from the first byte sent to the last received. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Origins (<c>https://charts.corp:8443</c>) that may lie at private addresses, and may use <c>http</c> where they are written so. Default: none
    /// (threat T-SSRF-1).
    /// </summary>
    public IReadOnlySet<string> TrustedOrigins { get; init; } = new HashSet<string>();

    /// <summary>Token services by registry host, where a registry's own is at another site (threat T-SSRF-4). Default: none.</summary>
    public IReadOnlyDictionary<string, string> TokenHosts { get; init; } = new Dictionary<string, string>();
}
