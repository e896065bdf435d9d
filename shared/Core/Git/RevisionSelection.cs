using System.Buffers;
using Plumbline.Core.Versions;

namespace Plumbline.Core.Git;

/// <summary>Which ref of a repository a revision means (SRC-6, SRC-7). Pure: works on what the host answered.</summary>
public static class RevisionSelection
{
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";
    private const int Longest = 250;
    private static readonly SearchValues<char> RangeSigns = SearchValues.Create("*<>=~^|, ");

    /// <summary>
    /// Why <paramref name="revision"/> cannot be a revision, as a sentence; null when it can. Only ref names by git's rules, commit ids and version ranges are
    /// allowed, never git's expression syntax such as <c>HEAD~3</c> (T-GIT-2).
    /// </summary>
    public static string? Refuse(string revision) =>
        revision.Length > Longest ? $"The revision has more than {Longest} characters."
        : revision.Length == 0 || RefName.IsValid(revision) || IsRange(revision) ? null
        : "The revision is not a branch, tag, commit id, full ref or version range.";

    /// <summary>Whether <paramref name="revision"/> is a range of versions, which only tags can answer. A plain version is a tag's name.</summary>
    public static bool IsRange(string revision) =>
        (revision.AsSpan().IndexOfAny(RangeSigns) >= 0 || (revision.Split('.') is { Length: > 1 } parts && parts.Any(p => p is "x" or "X"))) &&
        VersionConstraint.TryParse(revision, out _, out _);

    /// <summary>
    /// Whether <paramref name="revision"/>, where no ref has its name, may be the beginning of a commit id: 7 digits or more, as Argo CD has it. What the host
    /// lists cannot tell which: only the whole history knows whether the beginning is of one commit alone.
    /// </summary>
    public static bool IsAbbreviation(string revision) => revision.Length is >= 7 and < 40 && revision.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Finds the ref and commit; null when the refs have none for it. A full commit id stands for itself. A range is looked for before a name, a branch before a
    /// tag of the same name.
    /// </summary>
    public static ResolvedRevision? Find(RemoteRefs refs, string revision, string? tagPrefix)
    {
        if (revision is "" or "HEAD")
        {
            return refs.HeadCommit is { } head ? new ResolvedRevision(head, refs.HeadRef) : null;
        }

        if (CommitId.Of(revision) is { } commit)
        {
            return new ResolvedRevision(commit, null);
        }

        return revision.StartsWith("refs/", StringComparison.Ordinal) ? At(refs, revision)
            : IsRange(revision) ? Newest(refs, revision, tagPrefix ?? "")
            : At(refs, Heads + revision) ?? At(refs, Tags + revision);
    }

    private static ResolvedRevision? At(RemoteRefs refs, string name) =>
        refs.Tips.TryGetValue(name, out var commit) ? new ResolvedRevision(commit, name) : null;

    private static ResolvedRevision? Newest(RemoteRefs refs, string range, string prefix)
    {
        if (!VersionConstraint.TryParse(range, out var constraint, out _))
        {
            return null;
        }

        var start = Tags + prefix;
        SemanticVersion? newest = null;
        string? tag = null;
        foreach (var name in refs.Tips.Keys)
        {
            if (!name.StartsWith(start, StringComparison.Ordinal) || !SemanticVersion.TryParse(name[start.Length..], out var version, out _) || !constraint.Check(version))
            {
                continue;
            }

            // Tags may write one version in two ways (1.0.0, v1.0.0): the order of names decides, so that the answer is always the same.
            var order = newest is null ? 1 : version.CompareTo(newest);
            if (order > 0 || (order == 0 && string.CompareOrdinal(name, tag) > 0))
            {
                (newest, tag) = (version, name);
            }
        }

        return tag is null ? null : At(refs, tag);
    }
}
