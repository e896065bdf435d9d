using Plumbline.Core.Kubernetes;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Drift;

/// <summary>Finds what charts looked up in a cluster and what is another there by now: then their render is another one, although no source changed.</summary>
internal sealed class LookupDrift(ControlRegistry registry, IClusters clusters, LiveLookup lookup)
{
    /// <summary>What changed first, for people; null when nothing did.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<string?> Find(ApplicationState state, CancellationToken token)
    {
        var app = ApplicationLook.Restore(state);
        if (state.LookedUp.Count == 0 || await registry.Configuration(token) is not { } configuration || ControlRegistry.ProjectOf(configuration, app) is not { } project)
        {
            return null;
        }

        var account = ProjectRules.AccountFor(project, app, configuration.Clusters, out var nobody);
        if (nobody is not null)
        {
            return null;
        }

        var place = new LookupPlace(await clusters.Connect(app.Destination.Cluster, account, token), app.Destination, configuration.Clusters);
        foreach (var known in state.LookedUp)
        {
            var what = new OutsidePart.LiveObjects(known.ApiVersion, known.Kind, known.Namespace, known.Name);
            if (await lookup.Mark(app.Name, what, await LiveLookup.Read(what, project, place, token), token) != known)
            {
                return $"{what}, which a chart looks up, changed";
            }
        }

        return null;
    }
}
