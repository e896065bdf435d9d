using Plumbline.Core.Git;
using Plumbline.Core.Sources;
using Plumbline.Git.Fetch;
using Plumbline.Git.Objects;
using Plumbline.Git.Transport;

namespace Plumbline.Git;

/// <summary>Repositories over HTTP with a cache of their objects on disk, shared by all applications of a repository and credential.</summary>
internal sealed class GitRepositories : IGitRepositories, IDisposable
{
    private readonly GitOptions _options;
    private readonly IReadOnlyList<IGitCredentials> _credentials;
    private readonly RefLister _lister;
    private readonly CommitSource _commits;
    private readonly TreeLimits _limits;

    public GitRepositories(GitOptions options, IReadOnlyList<IGitCredentials> credentials, IFetcher fetcher, TimeProvider clock)
    {
        _options = options;
        _credentials = credentials;
        var origins = options.AllowedOrigins.Select(o => GitOrigin.TryParse(o, out var origin) ? origin : throw new ArgumentException("not an origin", nameof(options))).ToList();
        var transport = new TransportOptions(origins, options.Proxy, options.ConnectTimeout);
        _lister = new RefLister(options, transport, clock);
        _commits = new CommitSource(options, transport, fetcher, clock);
        _limits = new TreeLimits(options.MostEntries, 64, options.MostFileBytes);
        LibGitSettings.Apply();
    }

    /// <inheritdoc/>
    public async Task<RemoteRefs> ListRefs(RepositoryUrl url, IReadOnlyCollection<string> others, CancellationToken token) =>
        await _lister.List(await Locate(url, token), others, token);

    /// <inheritdoc/>
    public async Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token)
    {
        if (RevisionSelection.Refuse(revision) is { } refusal)
        {
            throw new GitException(GitFailure.RevisionInvalid, refusal);
        }

        var place = await Locate(url, token);
        if (CommitId.Of(revision) is { } commit)
        {
            _ = await Store(place, commit, token);
            return new ResolvedRevision(commit, null);
        }

        return RevisionSelection.Find(await _lister.List(place, [revision], token), revision, tagPrefix)
            ?? (RevisionSelection.IsAbbreviation(revision) ? await _commits.FindAbbreviated(place, revision, token) : null)
            ?? throw NotFound();
    }

    /// <inheritdoc/>
    public async Task<ISourceTree> Open(RepositoryUrl url, CommitId commit, CancellationToken token) =>
        new GitSourceTree(await Store(await Locate(url, token), commit, token), commit, _limits);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepoPath>?> Changes(RepositoryUrl url, CommitId from, CommitId to, CancellationToken token)
    {
        if (from == to)
        {
            return [];
        }

        var place = await Locate(url, token);
        var (store, missing) = await _commits.Bring(place, [from, to], token);
        return missing.Contains(to) || store is null ? throw NotFound()
            : missing.Contains(from) ? null
            : new TreeDifference(store, _limits).Between(from, to);
    }

    /// <inheritdoc/>
    public async Task<CommitDescription> Describe(RepositoryUrl url, CommitId commit, CancellationToken token) =>
        (await Store(await Locate(url, token), commit, token)).Describe(commit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lister.Dispose();
        _commits.Dispose();
    }

    private static GitException NotFound() => new(GitFailure.RevisionNotFound, "The repository has no such revision.");

    private async Task<ObjectStore> Store(RepositoryPlace place, CommitId commit, CancellationToken token)
    {
        if (!CommitId.IsValid(commit.Value ?? ""))
        {
            throw new GitException(GitFailure.RevisionInvalid, "The commit id is not 40 or 64 lower-case hexadecimal digits.");
        }

        var (store, missing) = await _commits.Bring(place, [commit], token);
        return missing.Count == 0 && store is not null ? store : throw NotFound();
    }

    private async Task<RepositoryPlace> Locate(RepositoryUrl url, CancellationToken token)
    {
        if (url.Scheme == "ssh")
        {
            throw new GitException(GitFailure.NotFoundOrDenied, "Repositories are read over https; ssh is not supported. Write the repository's https URL.");
        }

        GitCredential? credential = null;
        foreach (var source in _credentials)
        {
            credential ??= await source.Find(url, token);
        }

        return new RepositoryPlace(
            new GitRemote(url.ToString(), credential?.UserName, credential?.Password), CacheLayout.Folder(_options.CacheFolder, url, credential));
    }
}
