using Plumbline.Core.Git;
using Plumbline.Git.Fetch;

namespace Plumbline.Git.Tests;

/// <summary>Real <see cref="GitRepositories"/> over a temporary cache; this program is the fetching child.</summary>
internal sealed class TestRepositories : IDisposable
{
    public TestRepositories(string address, Func<GitOptions, GitOptions>? change = null, params IGitCredentials[] credentials)
    {
        var options = new GitOptions { CacheFolder = Cache, AllowedOrigins = [address], Timeout = TimeSpan.FromSeconds(60), ChildCommand = [Environment.ProcessPath!] };
        Options = change?.Invoke(options) ?? options;
        Fetcher = new FetchParent(new FetchLimits(Options.ChildCommand, Options.Timeout, Options.MostFetchMemory), TimeProvider.System);
        Repositories = new GitRepositories(Options, credentials, Fetcher, TimeProvider.System);
    }

    public string Cache { get; } = Directory.CreateTempSubdirectory("plumbline-cache-").FullName;

    public GitOptions Options { get; }

    public FetchParent Fetcher { get; }

    public GitRepositories Repositories { get; }

    public void Dispose()
    {
        Repositories.Dispose();
        Directory.Delete(Cache, recursive: true);
    }
}
