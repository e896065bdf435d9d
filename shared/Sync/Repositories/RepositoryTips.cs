using System.Text.Json;
using Plumbline.Core.Git;
using Plumbline.Core.State;

namespace Plumbline.Sync.Repositories;

/// <summary>A repository's state with the version it was read at.</summary>
internal sealed record StoredRepository(string Key, RepositoryState State, string ETag);

/// <summary>The tips of tracked revisions, shared by all applications of a repository: one question to the host serves them all (design §2.2).</summary>
internal sealed class RepositoryTips(IDocumentStore documents, IGitRepositories git, TimeProvider clock)
{
    private const string Partition = "repositories";

    /// <summary>Reads a repository by the key of its URL; null when no application uses it.</summary>
    public async Task<StoredRepository?> Find(string key, CancellationToken token) =>
        await documents.Find(KeyOf(key), token) is { } document ? Parse(document) : null;

    /// <summary>All repositories that somebody uses.</summary>
    public async IAsyncEnumerable<StoredRepository> List([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var document in documents.List(Partition, null, null, token))
        {
            yield return Parse(document);
        }
    }

    /// <summary>
    /// The commit that <paramref name="revision"/> is, as last seen; the host is asked only when nobody tracked it so far. From then on a push to it is noticed.
    /// </summary>
    /// <exception cref="GitException">The host cannot be asked, or has nothing for it.</exception>
    public async Task<CommitId> Resolve(RepositoryUrl url, string revision, string tagPrefix, CancellationToken token)
    {
        if (CommitId.Of(revision) is { } commit)
        {
            return commit;
        }

        if (RevisionSelection.Refuse(revision) is { } refusal)
        {
            throw new GitException(GitFailure.RevisionInvalid, refusal);
        }

        while (true)
        {
            var known = await Find(url.Key, token);
            if (known?.State.Find(revision, tagPrefix) is { Commit.Length: > 0 } tracked)
            {
                return new CommitId(tracked.Commit);
            }

            // Whoever is told of a push from here on finds that somebody follows the revision, although its host is only about to be asked.
            var state = known?.State ?? new RepositoryState(1, url.ToString(), [], clock.GetUtcNow());
            if (state.Find(revision, tagPrefix) is null)
            {
                await Save(url.Key, With(state, new TrackedRevision(revision, tagPrefix, "")), known?.ETag, token);
                continue;
            }

            var refs = await git.ListRefs(url, [revision], token);
            var asked = new TrackedRevision(revision, tagPrefix, "");
            var found = await Find(url, asked, refs, token);

            // What is not there yet is tracked as well: the push that makes it has to be noticed.
            if (await Save(url.Key, With(state, asked with { Commit = found?.Value ?? "" }) with { Head = refs.HeadRef }, known?.ETag, token) is not null)
            {
                return found ?? throw new GitException(GitFailure.RevisionNotFound, $"the repository {url} has no branch, tag or commit '{revision}'");
            }
        }
    }

    /// <summary>The commit that a revision is by what the host lists; null when the repository has nothing for it. An abbreviated commit id stays what it was found to be.</summary>
    public async Task<CommitId?> Find(RepositoryUrl url, TrackedRevision revision, RemoteRefs refs, CancellationToken token)
    {
        if (RevisionSelection.Find(refs, revision.Revision, revision.TagPrefix) is { } found)
        {
            return found.Commit;
        }

        if (!RevisionSelection.IsAbbreviation(revision.Revision))
        {
            return null;
        }

        if (revision.Commit.StartsWith(revision.Revision, StringComparison.Ordinal))
        {
            return new CommitId(revision.Commit);
        }

        try
        {
            return (await git.Resolve(url, revision.Revision, null, token)).Commit;
        }
        catch (GitException e) when (e.Failure == GitFailure.RevisionNotFound)
        {
            return null;
        }
    }

    /// <summary>Writes new tips over the version <paramref name="etag"/> (null: new); the new version, null when somebody else wrote.</summary>
    public async Task<string?> Save(string key, RepositoryState state, string? etag, CancellationToken token)
    {
        var json = JsonSerializer.Serialize(state, RepositoryStateJson.Default.RepositoryState);
        return (etag is null ? await documents.Insert(KeyOf(key), json, token) : await documents.Replace(KeyOf(key), json, etag, token))?.ETag;
    }

    private static RepositoryState With(RepositoryState state, TrackedRevision revision) =>
        state with { Tracked = [.. state.Tracked.Where(t => t.Key != revision.Key), revision] };

    private static StoredRepository Parse(StoredDocument document)
    {
        var state = JsonSerializer.Deserialize(document.Json, RepositoryStateJson.Default.RepositoryState)!;
        return new StoredRepository(RepositoryUrl.Parse(state.Url).Key, state, document.ETag);
    }

    private static DocumentKey KeyOf(string key) => new(Partition, DocumentKey.Escape(key));
}
