namespace Plumbline.Core.Charts;

/// <summary>Files at URLs that strangers wrote: value files (SRC-14), schemas that schemas of values refer to.</summary>
public interface IRemoteFiles
{
    /// <summary>The file's bytes; no credential is sent.</summary>
    /// <param name="url">The URL as written.</param>
    /// <param name="age">How old an answer may be that was had before; zero to fetch anew.</param>
    /// <param name="token">Ends the download.</param>
    /// <exception cref="ChartRepositoryException">The URL is not allowed, or the file cannot be had.</exception>
    Task<ReadOnlyMemory<byte>> Get(string url, TimeSpan age, CancellationToken token);
}
