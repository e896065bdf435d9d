using Plumbline.Core.Git;
using Plumbline.Sync.Apps;
using Plumbline.Sync.ReadSets;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Repositories;

/// <summary>An application that a push touched, and the path by which.</summary>
/// <param name="App">The application.</param>
/// <param name="Path">First changed path that its read set met; empty when all are woken because the history was rewritten.</param>
internal sealed record TouchedApplication(string App, string Path);

/// <summary>
/// Looks at a repository's tips and wakes what the difference touches. Everything that may mean "look" ends here: pushes in any order, replays,
/// force-pushes, deleted refs and the timer. Tips are saved after the waking, so a crash in between only wakes twice.
/// </summary>
internal sealed class TipRefresh(
    RepositoryTips tips, IGitRepositories git, ReadSetStore reads, ApplicationWaker waker, ControlRegistry registry, TimeProvider clock)
{
    /// <summary>Asks the host once and wakes what changed. Empty when the repository is unknown or nothing moved.</summary>
    public async Task<IReadOnlyList<TouchedApplication>> Run(string repositoryKey, WakeReason reason, CancellationToken token)
    {
        var touched = new Dictionary<string, TouchedApplication>(StringComparer.Ordinal);
        while (await tips.Find(repositoryKey, token) is { } repository)
        {
            var url = RepositoryUrl.Parse(repository.State.Url);
            var refs = await git.ListRefs(url, token);
            var next = new List<TrackedRevision>();
            foreach (var tracked in repository.State.Tracked)
            {
                var found = RevisionSelection.Find(refs, tracked.Revision, tracked.TagPrefix)?.Commit.Value ?? "";
                next.Add(tracked with { Commit = found });
                if (found != tracked.Commit)
                {
                    await WakeTouched(url, tracked, found, reason, touched, token);
                }
            }

            // Of a burst of deliveries all but one find nothing new; they must not write over each other, and ask the host again for it.
            if (next.SequenceEqual(repository.State.Tracked) ||
                await tips.Save(repositoryKey, repository.State with { Tracked = next, Moved = clock.GetUtcNow() }, repository.ETag, token))
            {
                break;
            }
        }

        return [.. touched.Values];
    }

    private async Task WakeTouched(
        RepositoryUrl url, TrackedRevision tracked, string commit, WakeReason reason, Dictionary<string, TouchedApplication> touched, CancellationToken token)
    {
        if (commit.Length > 0 && registry.IsControl(url, tracked.Revision))
        {
            foreach (var app in await registry.Register(new CommitId(commit), reason.Detail, token))
            {
                touched.TryAdd(app, new TouchedApplication(app, "its manifest"));
            }
        }

        var index = await reads.Load(url.Key, token);
        foreach (var app in await Affected(url, tracked, commit, index, token))
        {
            await waker.Wake(app.App, reason, token);
            touched.TryAdd(app.App, app);
        }
    }

    private async Task<IEnumerable<TouchedApplication>> Affected(
        RepositoryUrl url, TrackedRevision tracked, string commit, ReadSetIndex index, CancellationToken token)
    {
        var everyone = index.Tracking(tracked.Key).Select(app => new TouchedApplication(app, ""));
        if (commit.Length == 0 || tracked.Commit.Length == 0)
        {
            return everyone;
        }

        var changed = await git.Changes(url, new CommitId(tracked.Commit), new CommitId(commit), token);
        if (changed is null)
        {
            return everyone;
        }

        var tree = await git.Open(url, new CommitId(commit), token);
        return index.Affected(tracked.Key, changed, tree).Select(a => new TouchedApplication(a.Key, a.Value));
    }
}
