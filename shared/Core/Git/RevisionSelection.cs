using System.Buffers;
using Plumbline.Core.Versions;

namespace Plumbline.Core.Git;

/// <summary>Which ref of a repository a revision means (SRC-6, SRC-7). Pure: works on what the host answered.</summary>
public static class RevisionSelection
{
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";
    private static readonly SearchValues<char> RangeSigns = SearchValues.Create("*<>=~^|, ");

    /// <summary>
    /// Why <paramref name="revision"/> cannot be a revision, as a sentence; null when it can. Only ref names by git's rules, commit ids and version ranges are
    /// allowed, never git's expression syntax such as <c>HEAD~3</c> (T-GIT-2).
    /// </summary>
    public static string? Refuse(string revision)
    {
        if (revision.Length > 250)
        {
            return "a revision has at most 250 characters";
        }

        if (IsRange(revision) || revision.Length == 0)
        {
            return null;
        }

        var bad = revision.StartsWith('-') || revision.StartsWith('/') || revision.EndsWith('/') || revision.EndsWith('.') ||
            revision.EndsWith(".lock", StringComparison.Ordinal) || revision.Contains("..", StringComparison.Ordinal) ||
            revision.Contains("//", StringComparison.Ordinal) || revision.Contains("@{", StringComparison.Ordinal) || revision == "@" ||
            revision.Split('/').Any(part => part.StartsWith('.') || part.EndsWith(".lock", StringComparison.Ordinal)) ||
            revision.Any(c => c is <= ' ' or '\u007f' or '~' or '^' or ':' or '?' or '*' or '[' or '\\');
        return bad ? "the revision is not a branch, tag, commit id, full ref or version range" : null;
    }

    /// <summary>Whether <paramref name="revision"/> is a range of versions, which only tags can answer.</summary>
    public static bool IsRange(string revision) =>
        revision.AsSpan().IndexOfAny(RangeSigns) >= 0 || revision.Split('.') is { Length: > 1 } parts && parts.Any(p => p is "x" or "X")
            ? VersionConstraint.TryParse(revision, out _, out _)
            : false;

    /// <summary>Finds the ref and commit; null when the repository has none for it. A full commit id stands for itself.</summary>
    public static ResolvedRevision? Find(RemoteRefs refs, string revision, string? tagPrefix)
    {
        if (revision.Length == 0 || revision == "HEAD")
        {
            return refs.HeadRef is { } head ? At(refs, head) : null;
        }

        if (CommitId.Of(revision) is { } commit)
        {
            return new ResolvedRevision(commit, null);
        }

        if (revision.StartsWith("refs/", StringComparison.Ordinal))
        {
            return At(refs, revision);
        }

        return IsRange(revision) ? Newest(refs, revision, tagPrefix ?? "") : At(refs, Heads + revision) ?? At(refs, Tags + revision);
    }

    private static ResolvedRevision? At(RemoteRefs refs, string name) =>
        refs.Tips.TryGetValue(name, out var commit) ? new ResolvedRevision(commit, name) : null;

    private static ResolvedRevision? Newest(RemoteRefs refs, string range, string prefix)
    {
        if (!VersionConstraint.TryParse(range, out var constraint, out _))
        {
            return null;
        }

        SemanticVersion? newest = null;
        string? tag = null;
        foreach (var name in refs.Tips.Keys)
        {
            if (name.StartsWith(Tags + prefix, StringComparison.Ordinal) &&
                SemanticVersion.TryParse(name[(Tags.Length + prefix.Length)..], out var version, out _) && constraint.Check(version) &&
                (newest is null || version.CompareTo(newest) > 0))
            {
                (newest, tag) = (version, name);
            }
        }

        return tag is null ? null : At(refs, tag);
    }
}
