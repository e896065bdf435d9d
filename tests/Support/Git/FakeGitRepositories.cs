using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;

namespace Plumbline.Support.Git;

/// <summary>Git hosts in memory: commits by URL and ref, deterministic ids, failures on demand. Kept honest by the suite that also runs on the real ones.</summary>
public sealed class FakeGitRepositories(TimeProvider clock) : IGitRepositories
{
    private sealed record FakeCommit(CommitId Id, MemorySourceTree Tree, CommitDescription Description);

    private sealed class FakeRepository
    {
        public SortedDictionary<string, CommitId> Tips { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, FakeCommit> Commits { get; } = new(StringComparer.Ordinal);
    }

    private readonly Dictionary<string, FakeRepository> _repositories = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>How many of the next calls fail as if the host were out of reach.</summary>
    public int FailNext { get; set; }

    /// <summary>How often a host was asked for its refs.</summary>
    public int Asked { get; private set; }

    /// <summary>Puts a commit with exactly these files at the tip of a branch.</summary>
    public CommitId Commit(string url, string branch, IEnumerable<(string Path, string Text)> files, string subject = "a change")
    {
        var repository = Of(RepositoryUrl.Parse(url), make: true)!;
        var tree = MemorySourceTree.Of(files);
        var id = new CommitId(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{++_made} {tree.Id}")))[..20]));
        repository.Commits[id.Value] = new FakeCommit(id, tree, new CommitDescription(id, "ana", subject, clock.GetUtcNow()));
        repository.Tips[$"refs/heads/{branch}"] = id;
        return id;
    }

    /// <summary>Moves a full ref to a commit that exists, as a force-push, a revert or a tag does.</summary>
    public void Point(string url, string fullRef, CommitId commit) => Of(RepositoryUrl.Parse(url), make: false)!.Tips[fullRef] = commit;

    /// <summary>Deletes a full ref.</summary>
    public void DeleteRef(string url, string fullRef) => Of(RepositoryUrl.Parse(url), make: false)!.Tips.Remove(fullRef);

    /// <summary>The commit at the tip of a branch.</summary>
    public CommitId Tip(string url, string branch) => Of(RepositoryUrl.Parse(url), make: false)!.Tips[$"refs/heads/{branch}"];

    /// <inheritdoc/>
    public Task<RemoteRefs> ListRefs(RepositoryUrl url, CancellationToken token)
    {
        Asked++;
        var repository = Reach(url);
        var head = repository.Tips.ContainsKey("refs/heads/main") ? "refs/heads/main" : repository.Tips.Keys.FirstOrDefault();
        return Task.FromResult(new RemoteRefs(new Dictionary<string, CommitId>(repository.Tips), head));
    }

    /// <inheritdoc/>
    public async Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token)
    {
        if (RevisionSelection.Refuse(revision) is { } refusal)
        {
            throw new GitException(GitFailure.RevisionInvalid, refusal);
        }

        return RevisionSelection.Find(await ListRefs(url, token), revision, tagPrefix) is { } found && Reach(url).Commits.ContainsKey(found.Commit.Value)
            ? found
            : throw new GitException(GitFailure.RevisionNotFound, $"the repository {url} has nothing for '{revision}'");
    }

    /// <inheritdoc/>
    public Task<ISourceTree> Open(RepositoryUrl url, CommitId commit, CancellationToken token) => Task.FromResult<ISourceTree>(Find(url, commit).Tree);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RepoPath>?> Changes(RepositoryUrl url, CommitId from, CommitId to, CancellationToken token)
    {
        var repository = Reach(url);
        if (!repository.Commits.TryGetValue(from.Value, out var before))
        {
            return Task.FromResult<IReadOnlyList<RepoPath>?>(null);
        }

        var old = Files(before.Tree, RepoPath.Root).ToDictionary(e => e.Path, e => e.ContentId);
        var now = Files(Find(url, to).Tree, RepoPath.Root).ToDictionary(e => e.Path, e => e.ContentId);
        IReadOnlyList<RepoPath> changed = [.. old.Keys.Union(now.Keys).Where(p => old.GetValueOrDefault(p) != now.GetValueOrDefault(p)).Order()];
        return Task.FromResult<IReadOnlyList<RepoPath>?>(changed);
    }

    /// <inheritdoc/>
    public Task<CommitDescription> Describe(RepositoryUrl url, CommitId commit, CancellationToken token) => Task.FromResult(Find(url, commit).Description);

    private static IEnumerable<SourceEntry> Files(MemorySourceTree tree, RepoPath folder) =>
        tree.List(folder).SelectMany(e => e.Kind == SourceEntryKind.Folder ? Files(tree, e.Path) : [e]);

    private FakeCommit Find(RepositoryUrl url, CommitId commit) => Reach(url).Commits.GetValueOrDefault(commit.Value)
        ?? throw new GitException(GitFailure.RevisionNotFound, $"the repository {url} has no commit {commit}");

    private FakeRepository Reach(RepositoryUrl url)
    {
        if (FailNext > 0)
        {
            FailNext--;
            throw new GitException(GitFailure.Unavailable, $"{url.Host} does not answer");
        }

        return Of(url, make: false) ?? throw new GitException(GitFailure.NotFoundOrDenied, $"there is no repository {url}, or it may not be seen");
    }

    private FakeRepository? Of(RepositoryUrl url, bool make)
    {
        if (!_repositories.TryGetValue(url.Key, out var repository) && make)
        {
            _repositories[url.Key] = repository = new FakeRepository();
        }

        return repository;
    }
}
