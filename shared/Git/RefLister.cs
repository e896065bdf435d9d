using System.Collections.Concurrent;
using Plumbline.Core.Git;
using Plumbline.Git.Fetch;
using Plumbline.Git.Transport;

namespace Plumbline.Git;

/// <summary>
/// Asks hosts for their refs. The answer is read here, line by line within limits, without libgit2: nothing in it can hurt the process, and asking
/// costs one request. Calls for one repository that come together share one.
/// </summary>
internal sealed class RefLister(GitOptions options, TransportOptions transport, TimeProvider clock) : IDisposable
{
    private readonly GitHttp _http = new(transport, GuardedDialer.ByOperatingSystem);
    private readonly ConcurrentDictionary<GitRemote, Bursts<string?, RefAdvertisement>> _bursts = new();

    /// <summary>The refs now.</summary>
    /// <param name="also">A ref outside heads and tags that is wanted; null for none.</param>
    /// <exception cref="GitException">The host cannot be read.</exception>
    public async Task<RefAdvertisement> List(RepositoryPlace place, string? also, CancellationToken token)
    {
        // A renewed token makes a new remote; the old one's entry is small and goes with the process, unless there come to be many.
        if (_bursts.Count > 10_000)
        {
            _bursts.Clear();
        }

        return await _bursts.GetOrAdd(place.Remote, remote => new(items => Ask(remote, items))).Join(also, token);
    }

    public void Dispose() => _http.Dispose();

    private async Task<RefAdvertisement> Ask(GitRemote remote, IReadOnlyList<string?> also)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, clock);
        try
        {
            using var request = GitHttp.RefsRequest(remote);
            using var response = await _http.Send(request, deadline.Token);
            await using var body = GitHttp.Limited(await response.Content.ReadAsStreamAsync(deadline.Token), options.MostRefBytes, "The repository's list of refs");
            return await RefAdvertisement.Read(body, also.OfType<string>().ToHashSet(StringComparer.Ordinal), options.MostRefs, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new GitException(GitFailure.Unavailable, $"The repository's host took longer than {options.Timeout.TotalSeconds:0} seconds.");
        }
    }
}
