using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Planning;
using Plumbline.Sync.ReadSets;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Reconcile;

/// <summary>All that one look at an application found.</summary>
/// <param name="App">The application as registered.</param>
/// <param name="Project">Its project; null when it does not exist.</param>
/// <param name="Sources">Its sources at their commits.</param>
/// <param name="Prepared">The plan; null when problems stand in the way.</param>
/// <param name="Cluster">Its cluster; null when the look did not get that far.</param>
/// <param name="Problems">Errors and warnings, in the order in which they were found.</param>
internal sealed record ApplicationView(
    Application App, AppProject? Project, ResolvedSources Sources, PreparedPlan? Prepared, ICluster? Cluster, IReadOnlyList<Problem> Problems)
{
    /// <summary>What stands in the way.</summary>
    public IReadOnlyList<Problem> Errors { get; } = [.. Problems.Where(p => p.Severity == ProblemSeverity.Error)];

    /// <summary>Repositories that the render read beside the sources.</summary>
    public IReadOnlyList<LentRepository> Lent { get; init; } = [];

    /// <summary>What charts looked up in the cluster.</summary>
    public IReadOnlyList<LookedUp> LookedUp { get; init; } = [];

    /// <summary>As whom the cluster was asked; null for the registered identity, and where it was not asked.</summary>
    public ServiceAccount? Account { get; init; }

    /// <summary>The time that charts were told; null when nothing was rendered.</summary>
    public ToldTime? Told { get; init; }
}

/// <summary>Looks at an application: its sources, their render, the cluster, the plan. Writes only what may be written twice.</summary>
internal sealed class ApplicationLook(
    ControlRegistry registry, SourceResolution resolution, CompleteRender renderer, IClusters clusters,
    Planner planner, ReadSetStore reads, RenderChance chance, Core.Faults.ICrashPoints crash, TimeProvider clock)
{
    // Places of repositories that are no sources; an Application has at most 100 of those.
    private const int FirstLent = 1000;

    /// <summary>Whether somebody paused it, or everything in its cluster (APP-12).</summary>
    public async Task<bool> IsPaused(Application app, CancellationToken token) => app.IsPaused || IsPaused(app, await registry.Configuration(token));

    /// <summary>The same by a configuration that was read before; null where there is none.</summary>
    public static bool IsPaused(Application app, ControlConfiguration? configuration) =>
        app.IsPaused || configuration?.Clusters.Any(c => c.IsPaused && c.IsMeantBy(app.Destination.Cluster)) == true;

    /// <summary>Looks. Problems of the user are part of the answer; passing trouble is thrown.</summary>
    /// <param name="state">The application.</param>
    /// <param name="request">A request that changes what is looked at; null for none.</param>
    /// <param name="revisions">Revisions to take instead of the tracked ones, by place of the source; null, and a null in it, for the tracked ones.</param>
    /// <exception cref="GitException">A git host is unavailable.</exception>
    /// <exception cref="ClusterException">The cluster is unavailable or cannot be used.</exception>
    public async Task<ApplicationView> Look(ApplicationState state, WakeReason? request, IReadOnlyList<string?>? revisions, CancellationToken token)
    {
        using var activity = SyncTelemetry.Start("look", state.Name);
        var app = Restore(state);
        var configuration = await registry.Configuration(token)
            ?? throw new GitException(GitFailure.Unavailable, "the control repository is not registered yet");
        var standing = Standing.Of(configuration, app);
        if (standing.Project is not { } project)
        {
            return new ApplicationView(app, null, new ResolvedSources([], [], []), null, null, [standing.Refusal!]);
        }

        var refused = ProjectRules.CheckSources(project, app).Concat(app.Sources.Select(s => ForeignSource(app, s, configuration.Repositories)).OfType<Problem>()).ToList();
        if (refused.Count > 0)
        {
            return new ApplicationView(app, project, new ResolvedSources([], [], []), null, null, refused);
        }

        var sources = await resolution.Resolve(app, project, revisions, token);
        crash.Reached(Core.Faults.CrashPoint.FetchDone);
        if (sources.Problems.Count > 0)
        {
            await Await(state, app, sources.Awaited, token);
            return new ApplicationView(app, project, sources, null, null, sources.Problems);
        }

        if (standing.Refusal is { } refusal)
        {
            return new ApplicationView(app, project, sources, null, null, [refusal]);
        }

        var cluster = await standing.Connect(clusters, app, token);
        var catalog = await cluster.Discover(fresh: false, token);
        var told = TimeFor(state, sources);
        var input = InputOf(app, sources, catalog) with { Moment = await chance.Of(app, told, token) };
        var completed = await renderer.Run(input, project, configuration.Repositories, new LookupPlace(cluster, app.Destination, configuration.Clusters), token);
        var render = completed.Output;
        await Record(state, app, sources, completed, token);
        crash.Reached(Core.Faults.CrashPoint.RenderStored);

        // A template that fails, and whoever refuses what it wrote, may quote what it looked up.
        Problem Hidden(Problem problem)
        {
            string? Hide(string? text) => text is null ? null : completed.Comparison.Hide(text);
            return problem with { Message = Hide(problem.Message)!, Hint = Hide(problem.Hint), Field = Hide(problem.Field) };
        }

        ApplicationView View(PreparedPlan? prepared, IReadOnlyList<Problem> problems) =>
            new(app, project, sources, prepared, cluster, [.. problems.Select(Hidden)]) { Lent = completed.Lent, LookedUp = completed.LookedUp, Told = told, Account = standing.Account };
        if (!render.Succeeded)
        {
            return View(null, render.Problems);
        }

        if (render.Objects.Any(o => catalog.Find(o.Group, o.Version, o.Kind) is null))
        {
            // Kinds come with other applications; what was read a while ago may miss them.
            catalog = await cluster.Discover(fresh: true, token);
        }

        var set = DesiredTargets.Of(app, project, render, catalog, configuration.Clusters);
        var problems = render.Problems.Concat(set.Problems).ToList();
        if (!set.Succeeded)
        {
            return View(null, problems);
        }

        var prunes = request?.Prune ?? app.SyncPolicy.Automated?.Prune ?? false;
        var subject = new PlanSubject(app, project, set.Objects, completed.Comparison, prunes) { Registration = standing.Registration };
        try
        {
            var planned = await planner.Make(subject, cluster, catalog, token);
            return View(planned.Prepared, [.. problems, .. planned.Problems]);
        }
        catch (ClusterException e) when (completed.Comparison.KnowsAny)
        {
            throw e.Saying(completed.Comparison.Hide(e.Message));
        }
    }

    /// <summary>The application as it was registered.</summary>
    public static Application Restore(ApplicationState state)
    {
        var manifest = (Core.Objects.MapNode)JsonTree.Read(Encoding.UTF8.GetBytes(state.Manifest));
        var origin = new ObjectOrigin($"Application {state.Name}", SourcePosition.None);

        // Only manifests that could be read are stored; a release that reads more strictly must say so instead of guessing.
        return ApplicationReader.Read(manifest, origin).Value ?? throw new ProblemException(new Problem(
            ProblemCode.ObjectInvalid, $"The stored manifest of '{state.Name}' cannot be read by this release."));
    }

    /// <summary>The time of the first look at these sources, which is that of every later one.</summary>
    private ToldTime TimeFor(ApplicationState state, ResolvedSources sources)
    {
        var text = string.Join('\n', [state.SpecDigest, .. sources.Commits.Select(c => $"{c.Repository} {c.Commit}")]);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return state.Told is { } told && told.Sources == digest ? told : new ToldTime(digest, clock.GetUtcNow());
    }

    private static RenderInput InputOf(Application app, ResolvedSources sources, ApiCatalog catalog) =>
        new(app, [.. sources.Sources.Select(s => new SourceFiles(s.Tree, s.Revision))])
        {
            KubeVersion = catalog.ServerVersion,
            ApiVersions = [.. catalog.Resources.SelectMany(r => ApiNames(r)).Distinct()],
        };

    private static IEnumerable<string> ApiNames(ApiResource resource)
    {
        var version = resource.Group.Length == 0 ? resource.Version : $"{resource.Group}/{resource.Version}";
        return [version, $"{version}/{resource.Kind}"];
    }

    /// <summary>Files the application under what it waits for, so that the push that brings it wakes it.</summary>
    private async Task Await(ApplicationState state, Application app, IReadOnlyList<AwaitedSource> awaited, CancellationToken token)
    {
        foreach (var source in awaited)
        {
            await reads.Record(source.Url.Key, ReadSetEntry.Of(app.Name, source.Place, source.Tracked, state.Epoch, ReadSet.Empty), token);
        }
    }

    private async Task Record(ApplicationState state, Application app, ResolvedSources sources, CompletedRender completed, CancellationToken token)
    {
        var rendered = completed.Output.Sources;
        for (var i = 0; i < sources.Sources.Count && i < rendered.Count; i++)
        {
            if (sources.Sources[i] is { Url: { } url } source)
            {
                await reads.Record(url.Key, ReadSetEntry.Of(app.Name, i, source.Tracked, state.Epoch, rendered[i].ReadSet), token);
            }
        }

        for (var i = 0; i < completed.Lent.Count; i++)
        {
            var lent = completed.Lent[i];
            await reads.Record(lent.Url.Key, ReadSetEntry.Of(app.Name, FirstLent + i, TrackedRevision.NameOf(lent.Revision, ""), state.Epoch, lent.Tree.Reads), token);
        }
    }

    /// <summary>A repository that is registered for another project alone is read in that project's name only.</summary>
    private static Problem? ForeignSource(Application app, ApplicationSource source, IReadOnlyList<Core.Control.RepositoryRegistration> registrations) =>
        Core.Control.RepositoryChoice.OwnerInstead(registrations, source.RepoUrl, app.Project) is { } owner
            ? new Problem(ProblemCode.SourceNotAllowed, $"This repository is registered for the project {owner} alone.")
            {
                File = app.Origin.File,
                Position = source.Raw["repoURL"]?.Position ?? app.Origin.Position,
                Field = $"{source.Field}.repoURL",
            }
            : null;
}
