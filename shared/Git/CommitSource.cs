using System.Collections.Concurrent;
using Plumbline.Core.Git;
using Plumbline.Git.Fetch;
using Plumbline.Git.Objects;
using Plumbline.Git.Transport;

namespace Plumbline.Git;

/// <summary>Commits from the cache, fetched when they are not there. Fetches of one repository that come together become one.</summary>
internal sealed class CommitSource(GitOptions options, TransportOptions transport, IFetcher fetcher, TimeProvider clock) : IDisposable
{
    private readonly ObjectStores _stores = new(clock);
    private readonly CacheSweep _sweep = new(options, clock);
    private readonly SemaphoreSlim _slots = new(options.MostFetches);
    private readonly ConcurrentDictionary<RepositoryPlace, Bursts<Want, IReadOnlySet<string>>> _bursts = new();

    /// <summary>Makes the commits available.</summary>
    /// <returns>The store (null when nothing of the repository could be had) and the commits that the repository does not have.</returns>
    /// <exception cref="GitException">The host cannot be read.</exception>
    public async Task<(ObjectStore? Store, IReadOnlySet<CommitId> Missing)> Bring(RepositoryPlace place, IReadOnlyList<CommitId> commits, CancellationToken token)
    {
        var absent = Absent(place, commits);
        if (absent.Count == 0)
        {
            return (_stores.Find(place.Folder), new HashSet<CommitId>());
        }

        var missing = await Join(place, new Want([.. absent.Select(c => c.Value)], WholeHistory: false), token);
        var left = absent.Where(c => missing.Contains(c.Value)).ToHashSet();
        return (_stores.Find(place.Folder), left);
    }

    /// <summary>The only commit of the repository whose id begins with <paramref name="digits"/>, by its whole history where needed; null when there is none.</summary>
    public async Task<ResolvedRevision?> FindAbbreviated(RepositoryPlace place, string digits, CancellationToken token)
    {
        await Join(place, new Want([], WholeHistory: true), token);
        return _stores.Find(place.Folder)?.FindAbbreviated(digits) is { } found ? new ResolvedRevision(found, null) : null;
    }

    public void Dispose() => _slots.Dispose();

    private List<CommitId> Absent(RepositoryPlace place, IReadOnlyList<CommitId> commits) =>
        _stores.Find(place.Folder) is { } store ? [.. commits.Where(c => !store.HasCommit(c))] : [.. commits];

    private Task<IReadOnlySet<string>> Join(RepositoryPlace place, Want want, CancellationToken token)
    {
        if (_bursts.Count > 10_000)
        {
            _bursts.Clear();
        }

        return _bursts.GetOrAdd(place, p => new(wants => Fetch(p, wants))).Join(want, token);
    }

    private async Task<IReadOnlySet<string>> Fetch(RepositoryPlace place, IReadOnlyList<Want> wants)
    {
        // A burst serves many callers, none of whom may end it; the fetcher has a deadline of its own.
        await _slots.WaitAsync(CancellationToken.None);
        try
        {
            _stores.DropIdle();
            _sweep.Run();
            var request = new FetchRequest(
                place.Remote, transport, place.Folder, [.. wants.SelectMany(w => w.Commits).Distinct(StringComparer.Ordinal)],
                wants.Any(w => w.WholeHistory), options.MostFetchBytes, options.MostFetchObjects);
            return (await fetcher.Fetch(request, CancellationToken.None)).ToHashSet(StringComparer.Ordinal);
        }
        finally
        {
            _slots.Release();
        }
    }

    private sealed record Want(IReadOnlyList<string> Commits, bool WholeHistory);
}
