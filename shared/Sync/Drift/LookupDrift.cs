using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Drift;

/// <summary>Finds what charts looked up in a cluster and what is another there by now: then their render is another one, although no source changed.</summary>
internal sealed class LookupDrift(IClusters clusters, LiveLookup lookup, IObjectComparison comparison)
{
    /// <summary>What changed first, for people; null when nothing did.</summary>
    /// <param name="app">The application.</param>
    /// <param name="lookedUp">What its charts looked up.</param>
    /// <param name="configuration">By whose rules.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<string?> Find(Application app, IReadOnlyList<LookedUp> lookedUp, ControlConfiguration configuration, CancellationToken token)
    {
        if (Standing.Of(configuration, app) is not { Project: { } project, Refusal: null } standing)
        {
            // Whoever may not look is not woken by what is there; the change of rules by which that came has woken it.
            return null;
        }

        var place = new LookupPlace(await standing.Connect(clusters, app, token), app.Destination, configuration.Clusters);
        var seen = new List<MapNode>();
        foreach (var known in lookedUp)
        {
            var found = await LiveLookup.Read(known.What, project, place, token);
            if ((await lookup.Mark(app.Name, known.What, found, token)).Mark != known.Mark)
            {
                // What is asked for by the value of a Secret was asked for after that.
                return comparison.Knowing(seen).Hide($"{known.What}, which a chart looks up, changed");
            }

            if (known.HoldsSecrets && found.Live is { } live)
            {
                seen.Add(live);
            }
        }

        return null;
    }
}
