using Plumbline.Core.Git;
using Plumbline.Core.Versions;
using Plumbline.Git.Transport;

namespace Plumbline.Git.Revisions;

/// <summary>Picks the ref that a revision means among those that a host advertises.</summary>
internal static class RevisionChoice
{
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";

    /// <summary>The ref and its commit; null when there is none. A range comes before a name (SRC-6), a branch before a tag of the same name.</summary>
    public static ResolvedRevision? Pick(RefAdvertisement refs, RevisionText revision, string? tagPrefix) => revision switch
    {
        RevisionText.Default => refs.HeadCommit is { } head ? new ResolvedRevision(head, refs.HeadRef) : null,
        RevisionText.FullRef full => At(refs, full.Name),
        RevisionText.Named named =>
            (named.Range is { } range ? Newest(refs, range, tagPrefix ?? "") : null) ??
            (named.Name is { } name ? At(refs, Heads + name) ?? At(refs, Tags + name) : null) ??
            (named.IsAbbreviation ? Abbreviated(refs, named.Name!) : null),
        _ => null,
    };

    private static ResolvedRevision? At(RefAdvertisement refs, string name) =>
        refs.Tips.TryGetValue(name, out var commit) ? new ResolvedRevision(commit, name) : null;

    private static ResolvedRevision? Newest(RefAdvertisement refs, VersionConstraint range, string prefix)
    {
        var start = Tags + prefix;
        SemanticVersion? newest = null;
        string? found = null;
        foreach (var name in refs.Tips.Keys)
        {
            if (!name.StartsWith(start, StringComparison.Ordinal) || !SemanticVersion.TryParse(name[start.Length..], out var version, out _) || !range.Check(version))
            {
                continue;
            }

            // Tags may write one version in two ways (1.0.0, v1.0.0): the order of names decides, so that the answer is always the same.
            var order = newest is null ? 1 : version.CompareTo(newest);
            if (order > 0 || (order == 0 && string.CompareOrdinal(name, found) > 0))
            {
                (newest, found) = (version, name);
            }
        }

        return found is null ? null : new ResolvedRevision(refs.Tips[found], found);
    }

    private static ResolvedRevision? Abbreviated(RefAdvertisement refs, string digits)
    {
        var commits = refs.Tips.Values.Where(c => c.Value.StartsWith(digits, StringComparison.Ordinal)).Distinct().Take(2).ToList();
        return commits.Count == 1 ? new ResolvedRevision(commits[0], null) : null;
    }
}
