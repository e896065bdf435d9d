using Plumbline.Core.Sources;

namespace Plumbline.Core.Git;

/// <summary>A full commit id: 40 or 64 lower-case hexadecimal digits.</summary>
/// <param name="Value">The digits.</param>
public readonly record struct CommitId(string Value)
{
    /// <summary>The first 8 digits, for people.</summary>
    public string Short => Value.Length > 8 ? Value[..8] : Value;

    /// <summary>Whether <paramref name="text"/> is a full commit id.</summary>
    public static bool IsValid(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The full commit id that <paramref name="text"/> is, in whichever case it is written; null when it is none.</summary>
    public static CommitId? Of(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? new CommitId(text.ToLowerInvariant()) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What a commit says of itself. All text comes from strangers.</summary>
/// <param name="Id">The commit.</param>
/// <param name="Author">Author's name.</param>
/// <param name="Subject">First line of the message, cut to 120 characters.</param>
/// <param name="Time">Committer's time.</param>
public sealed record CommitDescription(CommitId Id, string Author, string Subject, DateTimeOffset Time);

/// <summary>What a revision came to.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="FullRef">The ref it was found by, such as <c>refs/heads/main</c>; null for a commit id.</param>
public sealed record ResolvedRevision(CommitId Commit, string? FullRef);

/// <summary>The tips of a repository as its host answered.</summary>
/// <param name="Tips">Commit by full ref name: heads, tags (peeled to their commit), and the others that were asked for.</param>
/// <param name="HeadRef">The ref that <c>HEAD</c> points to, such as <c>refs/heads/main</c>; null when the host does not say.</param>
/// <param name="HeadCommit">What <c>HEAD</c> is, also where it points to no ref; null in an empty repository.</param>
public sealed record RemoteRefs(IReadOnlyDictionary<string, CommitId> Tips, string? HeadRef, CommitId? HeadCommit);

/// <summary>Git repositories by URL. Trouble is thrown as <see cref="GitException"/>.</summary>
public interface IGitRepositories
{
    /// <summary>Asks the host for its refs. One call serves a whole burst of pushes.</summary>
    /// <param name="others">Full names of refs to give besides heads and tags, such as <c>refs/pull/12/head</c>; what names no such ref does not matter.</param>
    Task<RemoteRefs> ListRefs(RepositoryUrl url, IReadOnlyCollection<string> others, CancellationToken token);

    /// <summary>
    /// Finds what <paramref name="revision"/> is now: branch, tag, commit id, <c>HEAD</c> or empty, <c>refs/…</c>, a semver range over tags (the newest
    /// tag in the range), or an abbreviated commit id. Asks the host, except for a full commit id that is already here.
    /// </summary>
    /// <param name="tagPrefix">For ranges: only tags with this prefix, compared without it; null for none.</param>
    Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token);

    /// <summary>The files of a commit; fetched when they are not here yet.</summary>
    Task<ISourceTree> Open(RepositoryUrl url, CommitId commit, CancellationToken token);

    /// <summary>The paths that differ between two commits: added, removed and changed files, both names of a rename. Null when <paramref name="from"/> cannot be had any more (history rewritten).</summary>
    Task<IReadOnlyList<RepoPath>?> Changes(RepositoryUrl url, CommitId from, CommitId to, CancellationToken token);

    /// <summary>What the commit says of itself.</summary>
    Task<CommitDescription> Describe(RepositoryUrl url, CommitId commit, CancellationToken token);
}
