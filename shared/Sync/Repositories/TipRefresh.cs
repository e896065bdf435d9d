using Plumbline.Core.Git;
using Plumbline.Sync.Apps;
using Plumbline.Sync.ReadSets;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Repositories;

/// <summary>What a look at a repository's tips came to.</summary>
/// <param name="Applications">Names of those it touched.</param>
/// <param name="HasMoved">Whether a revision that somebody tracks is another commit than before.</param>
/// <param name="IsFollowed">Whether somebody tracks one of the refs that were asked about.</param>
internal sealed record TipChange(IReadOnlyCollection<string> Applications, bool HasMoved, bool IsFollowed);

/// <summary>
/// Looks at a repository's tips and wakes what the difference touches. Everything that may mean "look" ends here: pushes in any order, replays,
/// force-pushes, deleted refs and the timer. Tips are saved before the waking, so that whoever is woken sees them, and with them what they were before, so that
/// a crash in between only wakes twice.
/// </summary>
internal sealed class TipRefresh(
    RepositoryTips tips, IGitRepositories git, ReadSetStore reads, ApplicationWaker waker, ControlRegistry registry, TimeProvider clock)
{
    /// <summary>Asks the host once and wakes what changed. Nothing moved where the repository is unknown.</summary>
    /// <param name="refs">Full names of refs that the caller speaks of.</param>
    public async Task<TipChange> Run(string repositoryKey, WakeReason reason, IReadOnlyCollection<string> refs, CancellationToken token)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var change = new TipChange(touched, HasMoved: false, IsFollowed: false);
        while (await tips.Find(repositoryKey, token) is { } repository)
        {
            var url = RepositoryUrl.Parse(repository.State.Url);
            var found = await git.ListRefs(url, [.. repository.State.Tracked.Select(t => t.Revision)], token);
            var tracked = new List<TrackedRevision>(repository.State.Tracked.Count);
            foreach (var revision in repository.State.Tracked)
            {
                tracked.Add(revision.At((await tips.Find(url, revision, found, token))?.Value ?? ""));
            }

            var moved = tracked.Where(t => t.Before is not null).ToList();
            change = change with { HasMoved = change.HasMoved || moved.Count > 0, IsFollowed = tracked.Any(t => refs.Any(r => t.Follows(r, found.HeadRef))) };
            if (moved.Count == 0)
            {
                // Of a burst of deliveries all but one find nothing new; they must not write over each other, and ask the host again for it.
                touched.UnionWith(repository.State.Recent.FirstOrDefault(r => r.Delivery == reason.Delivery)?.Applications ?? []);
                break;
            }

            var state = repository.State with { Tracked = tracked, Moved = clock.GetUtcNow(), Head = found.HeadRef };
            var version = tracked.SequenceEqual(repository.State.Tracked) ? repository.ETag : await tips.Save(repositoryKey, state, repository.ETag, token);
            foreach (var revision in version is null ? [] : moved)
            {
                await Wake(url, revision, reason, touched, token);
            }

            if (version is not null && await tips.Save(repositoryKey, state.Settled(reason.Delivery, touched), version, token) is not null)
            {
                break;
            }
        }

        return change;
    }

    private async Task Wake(RepositoryUrl url, TrackedRevision tracked, WakeReason reason, HashSet<string> touched, CancellationToken token)
    {
        if (tracked.Commit.Length > 0 && registry.IsControl(url, tracked.Revision))
        {
            touched.UnionWith(await registry.Register(new CommitId(tracked.Commit), reason, token));
        }

        foreach (var app in await Affected(url, tracked, await reads.Load(url.Key, token), token))
        {
            await waker.Wake(app, reason, token);
            touched.Add(app);
        }
    }

    private async Task<IEnumerable<string>> Affected(RepositoryUrl url, TrackedRevision tracked, ReadSetIndex index, CancellationToken token)
    {
        if (tracked.Commit.Length == 0 || tracked.Before is not { Length: > 0 } before)
        {
            return index.Tracking(tracked.Key);
        }

        var commit = new CommitId(tracked.Commit);
        return await git.Changes(url, new CommitId(before), commit, token) is { } changed
            ? index.Affected(tracked.Key, changed, await git.Open(url, commit, token)).Keys
            : index.Tracking(tracked.Key);
    }
}
