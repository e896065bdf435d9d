using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Planning;

/// <summary>What the cluster has for one target.</summary>
/// <param name="Entry">What the plan does about it; null when a problem stands in the way.</param>
/// <param name="Live">The live object; null when there is none.</param>
/// <param name="Problem">Why it cannot be planned; null when it can.</param>
internal sealed record ComparedTarget(PlanEntry? Entry, KubernetesObject? Live, Core.Problems.Problem? Problem);

/// <summary>
/// Compares one target with the cluster: our own fields first, and the server by a dry run only when something looks different or new (design §2.9).
/// Of an object that another application owns nothing is shown (T-SEC-4, T-PRJ-6).
/// </summary>
internal sealed class LiveComparison(ApplicationStore applications)
{
    private const int LongestValue = 200;

    /// <param name="cluster">The cluster.</param>
    /// <param name="catalog">What it serves.</param>
    /// <param name="subject">What is planned.</param>
    /// <param name="target">One of its targets.</param>
    /// <param name="isKnown">Whether it stands in the inventory.</param>
    /// <param name="namespaceComes">Whether its namespace is made by the same sync.</param>
    /// <param name="token">Ends it.</param>
    public async Task<ComparedTarget> Compare(
        ICluster cluster, ApiCatalog catalog, PlanSubject subject, KubernetesObject target, bool isKnown, bool namespaceComes, CancellationToken token)
    {
        var (app, comparison) = (subject.App.Name, subject.Comparison);
        var entry = new PlanEntry(PlanAction.Create, target.Group, target.Version, target.Kind, target.Namespace, target.Name);
        if (catalog.Find(target.Group, target.Version, target.Kind) is not { } resource)
        {
            // Its definition comes with the same sync, which the planner has checked.
            return new ComparedTarget(entry, null, null);
        }

        try
        {
            var live = await cluster.Get(resource, target.Namespace, target.Name, token);
            if (live is null)
            {
                if (!namespaceComes)
                {
                    await cluster.Apply(resource, target, new ApplyOptions(DryRun: true, Force: true), token);
                }

                return new ComparedTarget(entry, null, null);
            }

            if (Tracking.OwnerOf(live) is { } owner && owner != app)
            {
                if (DestinationNamespace.Is(target))
                {
                    // Somebody has it in git, which says more about it than we do (APP-6).
                    return new ComparedTarget(entry with { Action = PlanAction.Unchanged, Uid = live.Uid }, live, null);
                }

                // What an application left behind that is not registered any more, as after a change of its name, is taken over.
                if (await applications.Find(owner, token) is not null)
                {
                    return Foreign(target, owner);
                }
            }

            return await Existing(cluster, resource, comparison, target, live, entry, isKnown, token);
        }
        catch (ClusterException e) when (e.Failure is ClusterFailure.Invalid or ClusterFailure.Forbidden or ClusterFailure.Immutable or ClusterFailure.NotFound)
        {
            return new ComparedTarget(null, null, Refused(target, e));
        }
    }

    private static async Task<ComparedTarget> Existing(
        ICluster cluster, ApiResource resource, IObjectComparison comparison, KubernetesObject target, KubernetesObject live, PlanEntry entry, bool isKnown,
        CancellationToken token)
    {
        entry = entry with { Uid = live.Uid, Adopts = !isKnown && !DestinationNamespace.Is(target) };
        if (comparison.IsCertainlyUnchanged(target, live))
        {
            return new ComparedTarget(entry with { Action = PlanAction.Unchanged }, live, null);
        }

        var predicted = await cluster.Apply(resource, target, new ApplyOptions(DryRun: true, Force: true), token);
        var changes = comparison.Compare(live, predicted);
        var fields = changes.Select(c => new PlannedField(c.Path, Show(c.Before), Show(c.After), c.LastWriter)).ToList();

        // Without a changed field only ownership would move. That is worth a write once, when the object becomes ours.
        var action = fields.Count == 0 && !entry.Adopts ? PlanAction.Unchanged : PlanAction.Change;
        return new ComparedTarget(entry with { Action = action, Fields = fields }, live, null);
    }

    private static ComparedTarget Foreign(KubernetesObject target, string owner) => new(null, null, new Core.Problems.Problem(
        SyncProblem.SharedResource, $"{target.Key} belongs to the application '{owner}'.")
    {
        File = target.Origin?.File,
        Position = target.Origin?.Position ?? default,
        Hint = "Remove it from one of the two.",
    });

    private static Core.Problems.Problem Refused(KubernetesObject target, ClusterException e) => new(
        e.Failure == ClusterFailure.Forbidden ? SyncProblem.ClusterForbids : SyncProblem.ClusterRefuses, $"{target.Key}: {e.Message}")
    {
        File = target.Origin?.File,
        Position = target.Origin?.Position ?? default,
    };

    private static string? Show(Node? value)
    {
        var text = value switch { null => null, ScalarNode scalar => scalar.ToString(), _ => JsonTree.ToText(value) };
        return text?.Length > LongestValue ? $"{text[..LongestValue]}…" : text;
    }
}
