using Plumbline.Core.Charts;
using Plumbline.Core.Versions;

namespace Plumbline.Helm.Repositories;

/// <summary>Chooses a version: the one that is named, or the highest one in a range; the newest release where nothing is asked for.</summary>
internal static class VersionChoice
{
    /// <summary>Whether a revision is one version and no range.</summary>
    public static bool IsVersion(string revision) => SemanticVersion.TryParse(revision, out _, out _);

    /// <summary>The choice; null when nothing fits.</summary>
    /// <exception cref="ChartRepositoryException">The revision is neither version nor range.</exception>
    public static T? Choose<T>(string revision, IEnumerable<T> candidates, Func<T, SemanticVersion> version)
        where T : class
    {
        revision = revision.Trim();
        if (SemanticVersion.TryParse(revision, out var exact, out _))
        {
            var same = candidates.Where(c => version(c) == exact).ToList();
            return same.Find(c => version(c).Original == revision) ?? (same.Count > 0 ? same[0] : null);
        }

        if (!VersionConstraint.TryParse(revision.Length == 0 ? "*" : revision, out var range, out var error))
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, $"The chart's revision is neither a version nor a range of versions: {error}.");
        }

        T? best = null;
        foreach (var candidate in candidates)
        {
            if (range.Check(version(candidate)) && (best is null || version(candidate) > version(best)))
            {
                best = candidate;
            }
        }

        return best;
    }
}
