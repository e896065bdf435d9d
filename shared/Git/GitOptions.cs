using Plumbline.Core.Git;
using Plumbline.Git.Credentials;

namespace Plumbline.Git;

/// <summary>How repositories are reached and kept. Section <see cref="Section"/> of the configuration; checked at start.</summary>
public sealed record GitOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Plumbline:Git";

    /// <summary>Folder of the object cache; made when missing; what is made in it only the process's user can read. It may be lost at any time.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>
    /// Origins (<c>https://git.example.com</c>, with the port where it is not the scheme's own) whose host may have a private or local address, and where
    /// <c>http</c> may be spoken. Default none: only public hosts, by https.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>HTTP proxy for all git hosts, such as <c>http://proxy:3128</c>; it then is the one that keeps private addresses out. Default none; the environment is not asked.</summary>
    public string? Proxy { get; init; }

    /// <summary>Credentials by URL. Default none.</summary>
    public IReadOnlyList<GitCredentialEntry> Credentials { get; init; } = [];

    /// <summary>Of a whole listing or fetch. Default 2 minutes, 1 second to 1 hour.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Of each connection. Default 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes received by one fetch. Default 512 MiB.</summary>
    public long MostFetchBytes { get; init; } = 512L << 20;

    /// <summary>Objects received by one fetch. Default 2,000,000.</summary>
    public long MostFetchObjects { get; init; } = 2_000_000;

    /// <summary>Refs of a repository. Default 500,000.</summary>
    public int MostRefs { get; init; } = 500_000;

    /// <summary>Bytes of a list of refs. Default 64 MiB.</summary>
    public long MostRefBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of memory of a fetching process. Default 1 GiB, at least 128 MiB.</summary>
    public long MostFetchMemory { get; init; } = 1L << 30;

    /// <summary>Fetching processes at a time. Default 4.</summary>
    public int MostFetches { get; init; } = 4;

    /// <summary>Bytes of one file that is read. Default 10 MiB.</summary>
    public long MostFileBytes { get; init; } = 10L << 20;

    /// <summary>Files and folders looked at through one opened commit. Default 200,000.</summary>
    public int MostEntries { get; init; } = 200_000;

    /// <summary>Bytes of the whole cache; the repositories not used for longest go first. Default 5 GiB.</summary>
    public long MostCacheBytes { get; init; } = 5L << 30;

    /// <summary>A repository not used for this long leaves the cache. Default 7 days.</summary>
    public TimeSpan CacheAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The program that fetches, with its first arguments; it gets <c>git-child</c> as its last one. Default: the running program.</summary>
    public IReadOnlyList<string> ChildCommand { get; init; } = [];

    /// <summary>What is wrong, as sentences without secrets; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(faults, Path.IsPathRooted(CacheFolder), "CacheFolder must be an absolute path.");
        foreach (var origin in AllowedOrigins)
        {
            Check(faults, GitOrigin.TryParse(origin, out _), $"AllowedOrigins: '{origin}' is not scheme://host or scheme://host:port.");
        }

        Check(faults, Proxy is null || (Uri.TryCreate(Proxy, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https"), "Proxy must be an http or https URL.");
        Check(faults, Timeout >= TimeSpan.FromSeconds(1) && Timeout <= TimeSpan.FromHours(1), "Timeout must be 1 second to 1 hour.");
        Check(faults, ConnectTimeout > TimeSpan.Zero && ConnectTimeout <= Timeout, "ConnectTimeout must be above zero and not above Timeout.");
        Check(faults, MostFetchBytes > 0 && MostFetchObjects > 0 && MostRefs > 0 && MostRefBytes > 0 && MostFileBytes > 0 && MostEntries > 0 && MostCacheBytes > 0, "Limits must be above zero.");
        Check(faults, MostFetchMemory >= 128L << 20, "MostFetchMemory must be at least 128 MiB.");
        Check(faults, MostFetches is >= 1 and <= 64, "MostFetches must be 1 to 64.");
        Check(faults, CacheAge >= TimeSpan.FromMinutes(10), "CacheAge must be at least 10 minutes.");
        faults.AddRange(CredentialRules.Validate(Credentials).Select(fault => $"{Section}:Credentials: {fault}"));
        return faults;
    }

    private static void Check(List<string> faults, bool good, string fault)
    {
        if (!good)
        {
            faults.Add($"{Section}: {fault}");
        }
    }
}
