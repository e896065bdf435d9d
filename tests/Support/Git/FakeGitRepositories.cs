using System.Collections.Concurrent;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;
using Plumbline.Core.Versions;

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
    public async Task<RemoteRefs> ListRefs(RepositoryUrl url, CancellationToken token)
    {
        await Asking(url.Key);
        return await Refs(url, token);
    }

    private Task<RemoteRefs> Refs(RepositoryUrl url, CancellationToken token) => Answer(() =>
    {
        var refs = At(url).Ask();
        var tips = refs.Where(r => r.Key.StartsWith("refs/heads/", StringComparison.Ordinal) || r.Key.StartsWith("refs/tags/", StringComparison.Ordinal))
            .ToDictionary(r => r.Key, r => new CommitId(r.Value), StringComparer.Ordinal);
        return new RemoteRefs(tips, tips.ContainsKey("refs/heads/main") ? "refs/heads/main" : null);
    }, token);

    /// <inheritdoc/>
    public Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token) => Answer(() =>
    {
        if (CommitId.IsValid(revision))
        {
            return new ResolvedRevision(new CommitId(Load(url, new CommitId(revision)).Id), null);
        }

        var isRange = !SemanticVersion.TryParse(revision, out _, out _) & VersionConstraint.TryParse(revision, out var range, out _);
        if (!isRange && (revision.StartsWith('-') || revision.StartsWith('/') || revision.Contains("..", StringComparison.Ordinal) ||
            revision.EndsWith(".lock", StringComparison.Ordinal) || revision.Any(c => c <= ' ' || "~^:?*[\\@{".Contains(c))))
        {
            throw new GitException(GitFailure.RevisionInvalid, "The revision is of no form that is understood.");
        }

        var repository = At(url);
        var refs = repository.Ask();
        var name = revision is "" or "HEAD" ? "refs/heads/main"
            : (isRange ? Newest(refs.Keys, range!, $"refs/tags/{tagPrefix}") : null) ??
            new[] { $"refs/heads/{revision}", $"refs/tags/{revision}", revision.StartsWith("refs/", StringComparison.Ordinal) ? revision : "" }.FirstOrDefault(refs.ContainsKey);
        if (name is not null && refs.TryGetValue(name, out var tip))
        {
            return new ResolvedRevision(new CommitId(tip), name);
        }

        var shortened = revision.Length >= 7 && revision.All(char.IsAsciiHexDigitLower) ? repository.FindAbbreviated(revision) : [];
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

    private static string? Newest(IEnumerable<string> names, VersionConstraint range, string start) => names
        .Where(n => n.StartsWith(start, StringComparison.Ordinal))
        .Select(n => (Name: n, Version: SemanticVersion.TryParse(n[start.Length..], out var version, out _) ? version : null))
        .Where(n => n.Version is not null && range.Check(n.Version))
        .OrderBy(n => n.Version).ThenBy(n => n.Name, StringComparer.Ordinal)
        .Select(n => n.Name).LastOrDefault();

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

    private FakeGitRepository At(RepositoryUrl url) =>
        _repositories.GetValueOrDefault(url.Key) ?? throw new GitException(GitFailure.NotFoundOrDenied, "There is no such repository.");

    private FakeCommit Load(RepositoryUrl url, CommitId commit) => At(url).Find(commit.Value) ?? throw NotFound();
}
