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
    private readonly GitHttp _http = new(transport);
    private readonly ConcurrentDictionary<GitRemote, Bursts<IReadOnlyCollection<string>, RemoteRefs>> _bursts = new();

    /// <summary>The refs now.</summary>
    /// <param name="others">Full names of refs that are wanted besides heads and tags.</param>
    /// <exception cref="GitException">The host cannot be read.</exception>
    public async Task<RemoteRefs> List(RepositoryPlace place, IReadOnlyCollection<string> others, CancellationToken token)
    {
        // A renewed token makes a new remote; the old one's entry is small and goes with the process, unless there come to be many.
        if (_bursts.Count > 10_000)
        {
            _bursts.Clear();
        }

        return await _bursts.GetOrAdd(place.Remote, remote => new(items => Ask(remote, items))).Join(others, token);
    }

    public void Dispose() => _http.Dispose();

    private async Task<RemoteRefs> Ask(GitRemote remote, IReadOnlyList<IReadOnlyCollection<string>> others)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, clock);
        try
        {
            using var request = GitHttp.RefsRequest(remote);
            using var response = await _http.Send(request, deadline.Token);
            await using var body = GitHttp.Limited(await response.Content.ReadAsStreamAsync(deadline.Token), options.MostRefBytes, "The repository's list of refs");
            return await RefAdvertisement.Read(body, others.SelectMany(o => o).ToHashSet(StringComparer.Ordinal), options.MostRefs, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new GitException(GitFailure.Unavailable, $"The repository's host took longer than {options.Timeout.TotalSeconds:0} seconds.");
        }
    }
}
