using System.Collections.Concurrent;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;

namespace Plumbline.Support.Git;

/// <summary>Git repositories in memory, kept honest by the suite that the real ones pass.</summary>
public sealed class FakeGitRepositories : IGitRepositories
{
    private readonly ConcurrentDictionary<string, FakeGitRepository> _repositories = new(StringComparer.Ordinal);

    /// <summary>The repository behind <paramref name="url"/>, made when missing.</summary>
    public FakeGitRepository Repository(string url) => _repositories.GetOrAdd(RepositoryUrl.Parse(url).Key, _ => new FakeGitRepository(url));

    /// <summary>Runs before a host answers which refs it has, with the key of the repository: what happens just then.</summary>
    public Func<string, Task> Asking { get; set; } = _ => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<RemoteRefs> ListRefs(RepositoryUrl url, IReadOnlyCollection<string> others, CancellationToken token)
    {
        await Asking(url.Key);
        return await Answer(() => Refs(url, others), token);
    }

    /// <inheritdoc/>
    public Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token) => Answer(() =>
    {
        if (RevisionSelection.Refuse(revision) is { } refusal)
        {
            throw new GitException(GitFailure.RevisionInvalid, refusal);
        }

        if (CommitId.Of(revision) is { } commit)
        {
            return new ResolvedRevision(new CommitId(Load(url, commit).Id), null);
        }

        if (RevisionSelection.Find(Refs(url, [revision]), revision, tagPrefix) is { } found)
        {
            return found;
        }

        var shortened = RevisionSelection.IsAbbreviation(revision) ? At(url).FindAbbreviated(revision) : [];
        return shortened.Count == 1 ? new ResolvedRevision(new CommitId(shortened[0]), null) : throw NotFound();
    }, token);

    /// <inheritdoc/>
    public Task<ISourceTree> Open(RepositoryUrl url, CommitId commit, CancellationToken token) => Answer(() => Load(url, commit).Tree, token);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RepoPath>?> Changes(RepositoryUrl url, CommitId from, CommitId to, CancellationToken token) => Answer<IReadOnlyList<RepoPath>?>(() =>
    {
        var after = Load(url, to).Files;
        if (At(url).Find(from.Value) is not { } found)
        {
            return null;
        }

        var before = found.Files;
        return [.. before.Keys.Union(after.Keys).Where(p => before.GetValueOrDefault(p) != after.GetValueOrDefault(p)).Select(RepoPath.Parse).Order()];
    }, token);

    /// <inheritdoc/>
    public Task<CommitDescription> Describe(RepositoryUrl url, CommitId commit, CancellationToken token) => Answer(() =>
    {
        var found = Load(url, commit);
        var subject = found.Message.Split('\n')[0];
        return new CommitDescription(commit, "Ada Example", subject[..Math.Min(120, subject.Length)], found.Time);
    }, token);

    private static GitException NotFound() => new(GitFailure.RevisionNotFound, "The repository has no such revision.");

    // Answers in place: whoever schedules the callers decides what happens between.
    private static Task<T> Answer<T>(Func<T> answer, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(token);
        }

        try
        {
            return Task.FromResult(answer());
        }
        catch (GitException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private RemoteRefs Refs(RepositoryUrl url, IReadOnlyCollection<string> others)
    {
        var tips = At(url).Ask()
            .Where(r => r.Key.StartsWith("refs/heads/", StringComparison.Ordinal) || r.Key.StartsWith("refs/tags/", StringComparison.Ordinal) || others.Contains(r.Key))
            .ToDictionary(r => r.Key, r => new CommitId(r.Value), StringComparer.Ordinal);
        return tips.TryGetValue("refs/heads/main", out var head) ? new RemoteRefs(tips, "refs/heads/main", head) : new RemoteRefs(tips, null, null);
    }

    private FakeGitRepository At(RepositoryUrl url) =>
        _repositories.GetValueOrDefault(url.Key) ?? throw new GitException(GitFailure.NotFoundOrDenied, "There is no such repository.");

    private FakeCommit Load(RepositoryUrl url, CommitId commit) => At(url).Find(commit.Value) ?? throw NotFound();
}
