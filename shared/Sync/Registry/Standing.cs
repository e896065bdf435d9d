using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;

namespace Plumbline.Sync.Registry;

/// <summary>
/// Whether an application may do anything in its destination, and as whom. It is settled here alone, and before anything is asked there: even what a cluster serves is
/// no business of an application whose project does not name that cluster (PROJ-2, PROJ-10, T-PRJ-7).
/// </summary>
/// <param name="Project">Its project; null where there is none.</param>
/// <param name="Account">As whom it acts; null for the registered identity.</param>
/// <param name="Refusal">Why nothing may be done there; null where it stands well.</param>
internal sealed record Standing(AppProject? Project, ServiceAccount? Account, Problem? Refusal)
{
    /// <summary>The destination's registration, which may name the namespaces that are touched; null where it has none.</summary>
    public ClusterRegistration? Registration { get; private init; }

    /// <summary>For everything but a removal.</summary>
    public static Standing Of(ControlConfiguration configuration, Application app)
    {
        if (ControlRegistry.ProjectOf(configuration, app) is not { } project)
        {
            return Found(configuration, app, null, null, NoProject(app));
        }

        var account = ProjectRules.AccountFor(project, app, configuration.Clusters, out var nobody);
        return Found(configuration, app, project, account, ProjectRules.CheckDestination(project, app, configuration.Clusters) ?? nobody);
    }

    /// <summary>
    /// For the removal of an application, which only takes away what it was once allowed to bring: that its project does not allow the destination any more is no reason
    /// to leave it. Where the project is gone too, as <paramref name="last"/>, and never as more than that.
    /// </summary>
    public static Standing ToRemove(ControlConfiguration configuration, Application app, ServiceAccount? last)
    {
        if (ControlRegistry.ProjectOf(configuration, app) is not { } project)
        {
            return Found(configuration, app, null, last, null);
        }

        var account = ProjectRules.AccountFor(project, app, configuration.Clusters, out var nobody);
        return Found(configuration, app, project, account, nobody);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="ClusterException">The cluster is not registered, or its credentials cannot be had.</exception>
    public async Task<ICluster> Connect(IClusters clusters, Application app, CancellationToken token) => In(await clusters.Connect(app.Destination.Cluster, token));

    /// <summary>The cluster as whom it acts there.</summary>
    public ICluster In(ICluster own) => Refusal is not null ? throw new InvalidOperationException("Nothing may be done there.") : Account is null ? own : own.As(Account);

    private static Standing Found(ControlConfiguration configuration, Application app, AppProject? project, ServiceAccount? account, Problem? refusal) =>
        new(project, account, refusal) { Registration = configuration.Clusters.FirstOrDefault(c => c.IsMeantBy(app.Destination.Cluster)) };

    private static Problem NoProject(Application app) => new(SyncProblem.ProjectNotFound, $"The project '{app.Project}' does not exist.")
    {
        File = app.Origin.File,
        Position = app.Origin.Position,
        Field = "spec.project",
        Hint = "Add the AppProject to the control repository.",
    };
}
