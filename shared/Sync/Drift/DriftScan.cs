using Microsoft.Extensions.Logging;
using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Planning;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Drift;

/// <summary>
/// Finds what changed in clusters without us: per cluster one paged list of metadata for each kind that some application owns there (design §2.11).
/// Only applications whose objects moved or are gone, or for whose charts something else is to be looked up, are woken; the reconcile then says whether it matters.
/// </summary>
internal sealed partial class DriftScan(
    ApplicationStore applications, InventoryStore inventories, IClusters clusters, ControlRegistry registry, LookupDrift lookups, ApplicationWaker waker, ILogger<DriftScan> logger) : IDriftScan
{
    /// <inheritdoc/>
    public async Task Scan(CancellationToken token)
    {
        if (await registry.Configuration(token) is not { } configuration)
        {
            return;
        }

        var byServer = new Dictionary<string, List<Inventory>>(StringComparer.Ordinal);
        var looking = new List<(Application App, IReadOnlyList<LookedUp> LookedUp)>();
        await foreach (var stored in applications.List(token))
        {
            // Who is paused is not looked at, and would be woken by the same change each time (APP-12); the end of the pause wakes it.
            if (stored.State.Operation is not null || stored.State.Deleting || Restored(stored.State) is not { } app || ApplicationLook.IsPaused(app, configuration))
            {
                continue;
            }

            if (stored.State.LookedUp.Count > 0)
            {
                looking.Add((app, stored.State.LookedUp));
            }

            if (await inventories.Find(app.Name, token) is { Items.Count: > 0 } inventory)
            {
                (byServer.TryGetValue(inventory.Server, out var list) ? list : byServer[inventory.Server] = []).Add(inventory);
            }
        }

        foreach (var (server, owned) in byServer)
        {
            try
            {
                await ScanCluster(server, owned, configuration, token);
            }
            catch (ClusterException e)
            {
                // One cluster out of reach must not hide drift in the others.
                Log.Unscanned(logger, server, e.Failure, e.Message);
            }
        }

        foreach (var (app, lookedUp) in looking)
        {
            await ScanLookups(app, lookedUp, configuration, token);
        }
    }

    // One that this release cannot read must not hide drift of the others.
    private static Application? Restored(ApplicationState state)
    {
        try
        {
            return ApplicationLook.Restore(state);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private async Task ScanLookups(Application app, IReadOnlyList<LookedUp> lookedUp, ControlConfiguration configuration, CancellationToken token)
    {
        try
        {
            if (await lookups.Find(app, lookedUp, configuration, token) is { } change)
            {
                await Wake(app.Name, $"drift scan: {change}", token);
            }
        }
        catch (ClusterException e)
        {
            Log.NotLookedUp(logger, app.Name, e.Failure, e.Message);
        }
    }

    private async Task ScanCluster(string server, IReadOnlyList<Inventory> owned, ControlConfiguration configuration, CancellationToken token)
    {
        var cluster = await clusters.Connect(ReferenceTo(server), token);
        var identity = await cluster.Identify(token);
        foreach (var inventory in owned.Where(i => i.Cluster != identity))
        {
            await Wake(inventory.App, "drift scan: another cluster has taken the place of the one that was synced", token);
        }

        var here = owned.Where(i => i.Cluster == identity).ToList();
        var registration = configuration.Clusters.FirstOrDefault(r => r.IsMeantBy(ReferenceTo(server)));
        var catalog = await cluster.Discover(fresh: true, token);
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in here.SelectMany(i => i.Items.Select(item => (item.Group, item.Kind))).Distinct().Order())
        {
            try
            {
                await ScanKind(cluster, registration, catalog, kind, here, moved, token);
            }
            catch (ClusterException e) when (e.Failure != ClusterFailure.Unauthorized)
            {
                // One kind that cannot be listed must not hide drift of the others.
                Log.Unlisted(logger, server, kind.Group, kind.Kind, e.Failure, e.Message);
            }
        }

        foreach (var (app, what) in moved.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            await Wake(app, $"drift scan: {what}", token);
        }
    }

    private static async Task ScanKind(
        ICluster cluster, ClusterRegistration? registration, ApiCatalog catalog, (string Group, string Kind) kind, IReadOnlyList<Inventory> owned, Dictionary<string, string> moved,
        CancellationToken token)
    {
        var live = new Dictionary<ResourceKey, KubernetesObject>();
        IReadOnlyList<string> spaces = [""];
        if (catalog.Find(kind.Group, kind.Kind) is { } resource)
        {
            // Where we are to touch some namespaces only, we may not be allowed to list more than these.
            spaces = ClusterRegistration.ListedIn(registration, resource);
            if (spaces.Count == 0)
            {
                return;
            }

            foreach (var space in spaces)
            {
                await foreach (var item in cluster.ListMetadata(resource, space, token))
                {
                    live[new ResourceKey(kind.Group, kind.Kind, item.Namespace, item.Name)] = item;
                }
            }
        }
        else if (catalog.Unread.Contains(kind.Group))
        {
            // Nothing can be said about them until the group's own server is back.
            return;
        }

        foreach (var inventory in owned)
        {
            foreach (var item in inventory.Items.Where(i => i.Group == kind.Group && i.Kind == kind.Kind && (spaces[0].Length == 0 || spaces.Contains(i.Namespace))))
            {
                // What was only intended and is not there was never made: nobody has taken it away.
                var change = !live.TryGetValue(item.Key, out var found) ? item.Uid is null ? null : "is gone"
                    : found.Uid != item.Uid ? "was made anew"
                    : ContentMark.Of(found) != item.Mark ? "changed"
                    : null;
                if (change is not null)
                {
                    moved.TryAdd(inventory.App, $"{item.Key} {change}");
                }
            }
        }
    }

    private Task<bool> Wake(string app, string why, CancellationToken token) => waker.Wake(app, new WakeReason(WakeKind.Drift, why), token);

    private static ClusterReference ReferenceTo(string server) =>
        server.Contains("://", StringComparison.Ordinal) ? new ClusterReference(server, null) : new ClusterReference(null, server);

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Warning, "The cluster {Cluster} does not list {Group}/{Kind} ({Failure}): {Reason}", EventName = "KindUnlisted")]
        public static partial void Unlisted(ILogger logger, string cluster, string group, string kind, ClusterFailure failure, string reason);

        [LoggerMessage(1005, LogLevel.Warning, "What the charts of {App} look up could not be read ({Failure}): {Reason}", EventName = "NotLookedUp")]
        public static partial void NotLookedUp(ILogger logger, string app, ClusterFailure failure, string reason);

        [LoggerMessage(1002, LogLevel.Warning, "The cluster {Cluster} could not be scanned ({Failure}): {Reason}", EventName = "ClusterUnscanned")]
        public static partial void Unscanned(ILogger logger, string cluster, ClusterFailure failure, string reason);
    }
}
