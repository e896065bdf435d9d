using Plumbline.Core.Applications;
using Plumbline.Core.Charts;
using Plumbline.Core.Events;
using Plumbline.Core.Git;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Sources;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Reconcile;

/// <summary>One source of an application at one commit, or one version of a chart.</summary>
/// <param name="Url">Its repository; null for charts from chart repositories.</param>
/// <param name="Tracked">The revision under which its read set is filed.</param>
/// <param name="Revision">The commit, or the chart's version.</param>
/// <param name="Tree">Its files.</param>
internal sealed record ResolvedSource(RepositoryUrl? Url, string Tracked, string Revision, ISourceTree Tree);

/// <summary>A source whose repository has nothing yet for the revision it tracks.</summary>
/// <param name="Place">Place of the source, from 0.</param>
/// <param name="Url">Its repository.</param>
/// <param name="Tracked">The revision that is waited for.</param>
internal sealed record AwaitedSource(int Place, RepositoryUrl Url, string Tracked);

/// <summary>All sources at their commits, or what stands in the way.</summary>
internal sealed record ResolvedSources(IReadOnlyList<ResolvedSource> Sources, IReadOnlyList<SourceCommit> Commits, IReadOnlyList<Problem> Problems)
{
    /// <summary>Sources whose revision does not exist; a push that makes it is a reason to look again.</summary>
    public IReadOnlyList<AwaitedSource> Awaited { get; init; } = [];
}

/// <summary>Finds the commits and files of an application's sources.</summary>
internal sealed class SourceResolution(RepositoryTips tips, IGitRepositories git, ChartFetch charts, IChartArchives archives, SyncSettings settings)
{
    /// <param name="app">The application.</param>
    /// <param name="project">Its project.</param>
    /// <param name="revisions">Revisions to take instead of the tracked ones, by place of the source; null, and a null in it, for the tracked ones.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="GitException">A host is unavailable for now.</exception>
    /// <exception cref="ChartRepositoryException">A chart repository is unavailable for now.</exception>
    public async Task<ResolvedSources> Resolve(Application app, AppProject project, IReadOnlyList<string?>? revisions, CancellationToken token)
    {
        var sources = new List<ResolvedSource>();
        var commits = new List<SourceCommit>();
        var problems = new List<Problem>();
        var awaited = new List<AwaitedSource>();
        for (var i = 0; i < app.Sources.Count; i++)
        {
            var source = app.Sources[i];
            var revision = i < revisions?.Count ? revisions[i] : null;
            if (source.IsFromChartRepository)
            {
                if (await FindChart(app, project, source, revision, problems, token) is { } chart)
                {
                    sources.Add(chart);
                    commits.Add(new SourceCommit($"{source.RepoUrl.TrimEnd('/')}/{source.Chart}".TrimEnd('/'), chart.Revision));
                }
            }
            else if (!RepositoryUrl.TryParse(source.RepoUrl, settings.AllowedSchemes, out var url, out var reason))
            {
                problems.Add(At(app, source, ProblemCode.FieldInvalid, $"repoURL: {reason}."));
            }
            else if (await Find(app, source, url, revision, problems, token) is { } found)
            {
                sources.Add(found);
                commits.Add(await Describe(url, found, token));
            }
            else
            {
                awaited.Add(new AwaitedSource(i, url, TrackedRevision.NameOf(source.TargetRevision, source.TagPrefix)));
            }
        }

        return new ResolvedSources(sources, commits, problems) { Awaited = awaited };
    }

    private async Task<ResolvedSource?> Find(
        Application app, ApplicationSource source, RepositoryUrl url, string? revision, List<Problem> problems, CancellationToken token)
    {
        try
        {
            var tracked = await tips.Resolve(url, source.TargetRevision, source.TagPrefix, token);
            var commit = revision is null ? tracked : (await git.Resolve(url, revision, null, token)).Commit;
            var tree = await git.Open(url, commit, token);
            return new ResolvedSource(url, TrackedRevision.NameOf(source.TargetRevision, source.TagPrefix), commit.Value, tree);
        }
        catch (GitException e) when (!e.IsTransient)
        {
            var code = e.Failure is GitFailure.RevisionNotFound or GitFailure.RevisionInvalid ? SyncProblem.RevisionNotFound : SyncProblem.SourceUnavailable;
            problems.Add(At(app, source, code, $"{char.ToUpperInvariant(e.Message[0])}{e.Message[1..].TrimEnd('.')}."));
            return null;
        }
    }

    /// <summary>A chart from a chart repository: its version is settled and the archive unpacked in memory before anything is rendered (SRC-8, SRC-9).</summary>
    private async Task<ResolvedSource?> FindChart(
        Application app, AppProject project, ApplicationSource source, string? revision, List<Problem> problems, CancellationToken token)
    {
        try
        {
            var passes = source.Helm?["passCredentials"] is ScalarNode { BooleanValue: true };
            var fetched = await charts.Fetch(app.Name, project, source.RepoUrl, source.Chart, revision ?? source.TargetRevision, passes, token);
            return new ResolvedSource(null, source.TargetRevision, fetched.Version, archives.Open(source.Chart.Length > 0 ? source.Chart : source.RepoUrl, fetched.Archive));
        }
        catch (ChartRepositoryException e) when (e.Failure != ChartFailure.Unavailable)
        {
            problems.Add(At(app, source, e.Failure == ChartFailure.NotFoundOrDenied ? SyncProblem.RevisionNotFound : SyncProblem.SourceUnavailable, e.Message));
        }
        catch (ProblemException e)
        {
            problems.AddRange(e.Problems.Select(p => p with { Field = p.Field ?? source.Field }));
        }

        return null;
    }

    private async Task<SourceCommit> Describe(RepositoryUrl url, ResolvedSource source, CancellationToken token)
    {
        var description = await git.Describe(url, new CommitId(source.Revision), token);
        return new SourceCommit(url.ToString(), source.Revision, description.Author, description.Subject);
    }

    private static Problem At(Application app, ApplicationSource source, string code, string message) =>
        new(code, message) { File = app.Origin.File, Position = app.Origin.Position, Field = source.Field };
}
