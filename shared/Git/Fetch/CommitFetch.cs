using LibGit2Sharp;
using Plumbline.Core.Git;
using Plumbline.Git.Objects;

namespace Plumbline.Git.Fetch;

/// <summary>
/// Brings commits into the cache: by their ids without history where the host allows it, else all branches and tags with their history. A commit is
/// complete when its marker ref is there; the marker is written after the objects.
/// </summary>
internal sealed class CommitFetch(FetchSession session, Repository repository)
{
    private const string Mirror = "refs/plumbline/mirror/";

    // libgit2's word for "the whole history, also where only a part is here".
    private const int Unshallow = int.MaxValue;

    private readonly Remote _remote = repository.Network.Remotes["origin"] is { } known && known.Url == session.Request.Remote.Url
        ? known
        : AddRemote(repository, session.Request.Remote.Url);

    /// <summary>Fetches; the commits that could not be had.</summary>
    /// <exception cref="GitException">The host cannot be read.</exception>
    public IReadOnlyList<string> Run()
    {
        var wanted = session.Request.Commits.Where(id => !ObjectStore.IsComplete(repository, id)).ToList();
        if (wanted.Count > 0 && !session.Request.WholeHistory && TryFetch(wanted.Select(id => $"+{id}:{ObjectStore.Marker(id)}"), depth: 1))
        {
            wanted = [.. wanted.Where(id => !ObjectStore.IsComplete(repository, id))];
        }

        if (wanted.Count == 0 && !session.Request.WholeHistory)
        {
            return [];
        }

        Fetch([$"+refs/heads/*:{Mirror}heads/*", $"+refs/tags/*:{Mirror}tags/*"], repository.Info.IsShallow ? Unshallow : 0);
        return [.. wanted.Where(id => !TryMark(id))];
    }

    private static Remote AddRemote(Repository repository, string url)
    {
        if (repository.Network.Remotes["origin"] is not null)
        {
            repository.Network.Remotes.Remove("origin");
        }

        return repository.Network.Remotes.Add("origin", url);
    }

    // A host that does not give single commits away, or does not have one of them, answers with an error; the whole history then tells which it was.
    private bool TryFetch(IEnumerable<string> refSpecs, int depth)
    {
        try
        {
            Fetch(refSpecs, depth);
            return true;
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
    }

    private void Fetch(IEnumerable<string> refSpecs, int depth)
    {
        var options = new FetchOptions
        {
            Depth = depth,
            TagFetchMode = TagFetchMode.None,
            Prune = false,
            OnTransferProgress = progress =>
            {
                if (progress.TotalObjects > session.Request.MostObjects)
                {
                    session.Failure ??= new GitException(GitFailure.TooLarge, $"The repository's pack has more than {session.Request.MostObjects} objects.");
                }

                return session.Failure is null;
            },
        };
        options.ProxyOptions.ProxyType = ProxyType.None;
        try
        {
            repository.Network.Fetch(_remote.Name, refSpecs, options);
        }
        catch (LibGit2SharpException) when (session.Failure is not null)
        {
            throw session.Failure;
        }
    }

    private bool TryMark(string id)
    {
        if (repository.Lookup<Commit>(new ObjectId(id)) is null)
        {
            return false;
        }

        repository.Refs.Add(ObjectStore.Marker(id), new ObjectId(id), allowOverwrite: true);
        return true;
    }
}
