using Plumbline.Core.Fields;
using Plumbline.Core.Git;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Applications;

/// <summary>Reads the sources of an Application (1.1).</summary>
internal static class SourceReader
{
    private const int MostSources = 100;
    private static readonly HashSet<string> GitSchemes = new(StringComparer.Ordinal) { "http", "ssh" };

    public static IReadOnlyList<ApplicationSource> ReadAll(MapNode? spec, SpecProblems problems)
    {
        if (spec is null)
        {
            return [];
        }

        var sources = new List<ApplicationSource>();
        if (spec.List("sources") is { Count: > 0 } several)
        {
            if (spec.Has("source"))
            {
                problems.Warn(ProblemCode.FieldNotActedOn, "The field is ignored because sources is written as well.", spec["source"]!.Position, "spec.source", "Remove it.");
            }

            if (several.Count > MostSources)
            {
                problems.Invalid(spec, "sources", "spec", $"An Application has at most {MostSources} sources.");
                return [];
            }

            for (var i = 0; i < several.Count; i++)
            {
                if (several[i] is MapNode map)
                {
                    sources.Add(Read(map, $"spec.sources[{i}]", problems));
                }
            }
        }
        else if (spec.Map("source") is { } single)
        {
            sources.Add(Read(single, "spec.source", problems));
        }

        if (sources.Count == 0)
        {
            problems.Missing(spec, "spec.source", spec.Has("sourceHydrator") ? "A source hydrator is not supported; the Application has no other source." : "The Application has no source.",
                "Write spec.source with repoURL and path.");
        }

        CheckTogether(sources, problems);
        return sources;
    }

    private static ApplicationSource Read(MapNode map, string field, SpecProblems problems)
    {
        var source = new ApplicationSource
        {
            RepoUrl = map.TextOrEmpty("repoURL"),
            Path = map.TextOrEmpty("path"),
            TargetRevision = map.TextOrEmpty("targetRevision"),
            Chart = map.TextOrEmpty("chart"),
            Ref = map.TextOrEmpty("ref"),
            Name = map.TextOrEmpty("name"),
            TagPrefix = map.TextOrEmpty("tagPrefix"),
            Directory = map.Map("directory") is { } directory ? ReadDirectory(directory) : null,
            Helm = map.Map("helm"),
            Kustomize = map.Map("kustomize"),
            Plugin = map.Map("plugin"),
            Raw = map,
            Field = field,
        };
        Check(source, problems);
        return source;
    }

    internal static DirectorySettings ReadDirectory(MapNode map) => new()
    {
        Recurse = map.Flag("recurse") ?? false,
        Include = map.TextOrEmpty("include"),
        Exclude = map.TextOrEmpty("exclude"),
        DisableExtensionFilter = map.Flag("disableExtensionFilter") ?? false,
        Jsonnet = map.Map("jsonnet") is { } jsonnet && jsonnet.Any(e => e.Value is ListNode { Count: > 0 }) ? jsonnet : null,
    };

    private static void Check(ApplicationSource source, SpecProblems problems)
    {
        var map = source.Raw;
        CheckUrl(source, problems);
        if (source.Path.Length > 0 && source.Chart.Length > 0)
        {
            problems.Invalid(map, "chart", source.Field, "A source has either a path or a chart.", "Keep one of the two.");
        }
        else if (source.Path.Length == 0 && source.Chart.Length == 0 && source.Ref.Length == 0)
        {
            problems.Missing(map, $"{source.Field}.path", "The source has neither a path nor a chart.", "Write path: . for the root of the repository.");
        }

        if (source.Ref.Length > 0 && source.Chart.Length > 0)
        {
            problems.Invalid(map, "ref", source.Field, "A chart cannot be referred to by other sources.", "Put the values into a git repository.");
        }

        if (source.Ref.Length > 0 && !source.Ref.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            problems.Invalid(map, "ref", source.Field, "A ref has letters, digits, - and _ only.");
        }

        if (source.Path.Length > 0 && !RepoPath.TryParse(source.Path, out _, out var reason))
        {
            problems.Error(ProblemCode.PathInvalid, $"The path is not usable: {reason}.", map["path"]!.Position, $"{source.Field}.path", "Write it relative to the root of the repository.");
        }

        CheckRevision(source, problems);
        CheckBlocks(source, problems);
    }

    private static void CheckUrl(ApplicationSource source, SpecProblems problems)
    {
        if (source.RepoUrl.Length == 0)
        {
            problems.Missing(source.Raw, $"{source.Field}.repoURL", "The source names no repository.");
        }
        else if (source.Chart.Length == 0 && !source.RepoUrl.StartsWith("oci://", StringComparison.Ordinal) &&
            !RepositoryUrl.TryParse(source.RepoUrl, GitSchemes, out _, out var reason))
        {
            var hint = source.RepoUrl.StartsWith("git@", StringComparison.Ordinal) ? "Write ssh://git@HOST/PATH, or better https://HOST/PATH." : null;
            problems.Invalid(source.Raw, "repoURL", source.Field, $"This is no repository: {reason}.", hint);
        }
    }

    private static void CheckRevision(ApplicationSource source, SpecProblems problems)
    {
        // What starts with a dash could be taken for an option further down (threat T-GIT-2).
        if (source.TargetRevision.StartsWith('-') || source.TargetRevision.Length > 255 || source.TargetRevision.Any(c => char.IsControl(c)))
        {
            problems.Invalid(source.Raw, "targetRevision", source.Field, "This is no revision.", "Write a branch, a tag, a commit, or a range of versions.");
        }
    }

    private static void CheckBlocks(ApplicationSource source, SpecProblems problems)
    {
        string[] written = [.. ((string[])["directory", "helm", "kustomize", "plugin"]).Where(b => source.Raw.Map(b) is not null)];
        if (written.Length > 1)
        {
            problems.Error(
                ProblemCode.SourceTypeAmbiguous, $"The source is described as {string.Join(" and as ", written)} at once.", source.Raw[written[1]]!.Position, $"{source.Field}.{written[1]}",
                "Keep one of the blocks; an empty one counts as well.");
        }
    }

    private static void CheckTogether(List<ApplicationSource> sources, SpecProblems problems)
    {
        foreach (var repeated in sources.Where(s => s.Ref.Length > 0).GroupBy(s => s.Ref, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var last = repeated.Last();
            problems.Invalid(last.Raw, "ref", last.Field, $"'{last.Ref}' is already the ref of {repeated.First().Field}.");
        }

        foreach (var repeated in sources.Where(s => s.Name.Length > 0).GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var last = repeated.Last();
            problems.Invalid(last.Raw, "name", last.Field, $"'{last.Name}' is already the name of {repeated.First().Field}.");
        }

        // One checkout serves all sources of a repository upstream, so two revisions of one are refused where files are lent (SRC-4).
        foreach (var lender in sources.Where(s => s.Ref.Length > 0))
        {
            var other = sources.FirstOrDefault(s => s != lender && s.Chart.Length == 0 && s.TargetRevision != lender.TargetRevision && IsSameRepository(s.RepoUrl, lender.RepoUrl));
            if (other is not null)
            {
                problems.Invalid(lender.Raw, "targetRevision", lender.Field, $"{other.Field} reads the same repository at another revision.", "Use one revision for both.");
            }
        }
    }

    private static bool IsSameRepository(string left, string right) =>
        RepositoryUrl.TryParse(left, GitSchemes, out var a, out _) && RepositoryUrl.TryParse(right, GitSchemes, out var b, out _) ? a.Key == b.Key : left == right;
}
