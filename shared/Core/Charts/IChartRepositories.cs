namespace Plumbline.Core.Charts;

/// <summary>User name and password for a chart repository. Goes to the repository's scheme, host and port only.</summary>
/// <param name="UserName">User name; empty for none.</param>
/// <param name="Password">Password or token, in the clear: never logged, never in messages.</param>
/// <param name="PassToOtherHosts">Whether it also goes to other hosts the index names (<c>passCredentials</c>, SRC-15).</param>
public sealed record ChartCredential(string UserName, string Password, bool PassToOtherHosts)
{
    /// <summary>Stable name of the credential without its secret: what one identity may read is not served to another from a cache.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"ChartCredential {{ UserName = {UserName} }}";
}

/// <summary>A chart as an Application asks for it (SRC-8, SRC-9).</summary>
/// <param name="RepositoryUrl"><c>https://…</c> of a repository with an index, or <c>oci://host/path</c>; the old form without scheme is OCI.</param>
/// <param name="Chart">Name of the chart; empty where an <c>oci://</c> URL names it already.</param>
/// <param name="Revision">A version, a range of versions, or empty for the newest release.</param>
/// <param name="Credential">How to log in; null for nobody.</param>
public sealed record ChartReference(string RepositoryUrl, string Chart, string Revision, ChartCredential? Credential);

/// <summary>What a <see cref="ChartReference"/> is now.</summary>
/// <param name="Reference">What was asked for.</param>
/// <param name="Version">The chosen version as the repository writes it.</param>
/// <param name="Digest"><c>sha256:…</c> of the archive; empty where the repository states none.</param>
/// <param name="Location">Where the archive is fetched from.</param>
public sealed record ResolvedChart(ChartReference Reference, string Version, string Digest, string Location);

/// <summary>A chart's archive.</summary>
/// <param name="Bytes">The <c>.tgz</c>.</param>
/// <param name="Digest">Its own <c>sha256:…</c>, computed.</param>
public sealed record ChartArchiveFile(ReadOnlyMemory<byte> Bytes, string Digest);

/// <summary>Why a chart cannot be had.</summary>
public enum ChartFailure
{
    /// <summary>There is no such repository, chart or version, or this user may not see it.</summary>
    NotFoundOrDenied,

    /// <summary>The URL, the revision or what the repository answers is malformed or over a limit.</summary>
    Invalid,

    /// <summary>The archive is not the one that was promised.</summary>
    DigestMismatch,

    /// <summary>The project asks for a signature, and there is none that it trusts.</summary>
    NotTrusted,

    /// <summary>The repository cannot be reached, or asks to come back later.</summary>
    Unavailable,
}

/// <summary>A chart cannot be had. The message names the repository's host and the chart, never a secret.</summary>
public sealed class ChartRepositoryException : Exception
{
    /// <summary>A failure.</summary>
    public ChartRepositoryException(ChartFailure failure, string message, Exception? cause = null)
        : base(message, cause) => Failure = failure;

    /// <summary>Why.</summary>
    public ChartFailure Failure { get; }

    /// <summary>When to try again; null when the repository does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Chart repositories over HTTPS and OCI registries. Trouble is thrown as <see cref="ChartRepositoryException"/>.</summary>
public interface IChartRepositories
{
    /// <summary>
    /// Finds the version a reference means, and its digest. A single version that was opened before is not asked for again (SRC-8); a range is, when the
    /// last answer is too old.
    /// </summary>
    Task<ResolvedChart> Resolve(ChartReference reference, CancellationToken token);

    /// <summary>The archive; from the cache where its digest is known and it was fetched before, for any Application.</summary>
    Task<ChartArchiveFile> Open(ResolvedChart chart, CancellationToken token);

    /// <summary>The chart's provenance file; null where the repository has none.</summary>
    Task<ReadOnlyMemory<byte>?> Provenance(ResolvedChart chart, CancellationToken token);
}
