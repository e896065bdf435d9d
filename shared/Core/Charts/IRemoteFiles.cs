namespace Plumbline.Core.Charts;

/// <summary>Value files at URLs (SRC-14).</summary>
public interface IRemoteFiles
{
    /// <summary>The file's bytes, fetched anew each time; no credential is sent.</summary>
    /// <exception cref="ChartRepositoryException">The URL is not allowed, or the file cannot be had.</exception>
    Task<ReadOnlyMemory<byte>> Get(string url, CancellationToken token);
}
