using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Core.Concurrency;
using Plumbline.Core.Control;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Planning;

/// <summary>A plan with what it was made from, for carrying it out in the same process.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Objects">The targets with their true values, by key.</param>
/// <param name="Live">The live objects found on the way.</param>
internal sealed record PreparedPlan(Plan Plan, IReadOnlyDictionary<ResourceKey, KubernetesObject> Objects, IReadOnlyList<KubernetesObject> Live)
{
    /// <summary>The inventory as it was.</summary>
    public required Inventory Known { get; init; }

    /// <summary>Masks what is shown and stored of it.</summary>
    public required IObjectComparison Comparison { get; init; }

    /// <summary>What stands in the inventory although the sources do not have it and it is no longer there, or no longer ours.</summary>
    public required IReadOnlySet<ResourceKey> Gone { get; init; }
}

/// <summary>What is planned.</summary>
/// <param name="App">The application.</param>
/// <param name="Project">Its project.</param>
/// <param name="Targets">What its sources come to, normalised and allowed by the project.</param>
/// <param name="Comparison">Compares and masks; knows what templates looked up.</param>
/// <param name="Prunes">Whether objects that the sources no longer have are deleted; otherwise they are shown as kept.</param>
internal sealed record PlanSubject(Application App, AppProject Project, IReadOnlyList<KubernetesObject> Targets, IObjectComparison Comparison, bool Prunes)
{
    /// <summary>The cluster's registration, which may name the namespaces that are touched; null where all are.</summary>
    public ClusterRegistration? Registration { get; init; }
}

/// <summary>What becomes of objects that the sources no longer have.</summary>
/// <param name="Entries">Those that are there and ours, first to be deleted first.</param>
/// <param name="Gone">Those that are not.</param>
internal sealed record LeftObjects(IReadOnlyList<PlanEntry> Entries, IReadOnlySet<ResourceKey> Gone);

/// <summary>A plan, or what stands in its way.</summary>
/// <param name="Prepared">Null when problems stand in the way.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record PlanResult(PreparedPlan? Prepared, IReadOnlyList<Problem> Problems);

/// <summary>Makes plans: targets against the cluster. Reads, asks, writes nothing.</summary>
internal sealed class Planner(LiveComparison comparison, InventoryStore inventories, RenderChance chance, SyncSettings settings)
{
    /// <summary>Plans.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<PlanResult> Make(PlanSubject subject, ICluster cluster, ApiCatalog catalog, CancellationToken token)
    {
        var (app, targets) = (subject.App, subject.Targets);
        var identity = await cluster.Identify(token);
        var inventory = (await inventories.Load(app.Name, identity, app.Destination.Cluster.ToString(), token)).Inventory;
        var unknown = UnknownKinds(targets, catalog);
        if (unknown.Count > 0)
        {
            return new PlanResult(null, unknown);
        }

        var coming = await ComingNamespaces(cluster, catalog, targets, token);
        var known = inventory.ByKey();
        var compared = new ComparedTarget[targets.Count];
        await Bounded.ForEach(targets.Count, settings.ClusterCalls, async (i, t) => compared[i] = await comparison.Compare(
                cluster, catalog, subject, targets[i], known.ContainsKey(targets[i].Key), coming.Contains(targets[i].Namespace), t), token);

        var problems = compared.Where(c => c.Problem is not null).Select(c => c.Problem!).ToList();
        if (problems.Count > 0)
        {
            return new PlanResult(null, problems);
        }

        var left = await Left(subject, cluster, catalog, compared, inventory, token);
        var entries = compared.Select(c => c.Entry!).OrderBy(e => e.Key, Comparer<ResourceKey>.Create(KindOrder.Compare)).Concat(left.Entries).ToList();
        var plan = new Plan(1, app.Name, identity, RenderDigest.Of(targets, await chance.DigestKey(app.Name, token)), PolicyOf(app, subject.Project), entries);
        return Emptied(app, targets, plan) is { } refusal
            ? new PlanResult(null, [refusal])
            : new PlanResult(
                new PreparedPlan(plan, targets.ToDictionary(t => t.Key), [.. compared.Where(c => c.Live is not null).Select(c => c.Live!)])
                {
                    Known = inventory,
                    Gone = left.Gone,
                    Comparison = subject.Comparison,
                }, []);
    }

    /// <summary>
    /// Objects of the inventory that no source has any more. Kept are those whose live object, or application, says so. Those that the cluster's registration does not
    /// let us touch any more stay in the inventory, neither asked for nor deleted.
    /// </summary>
    private async Task<LeftObjects> Left(
        PlanSubject subject, ICluster cluster, ApiCatalog catalog, IReadOnlyList<ComparedTarget> compared, Inventory inventory, CancellationToken token)
    {
        var app = subject.App;
        var wanted = compared.Select(c => c.Entry!.Key).ToHashSet();

        // One object may be served under two groups; under the other one it is still wanted (2.1).
        var alive = compared.Where(c => c.Live is not null).Select(c => c.Live!.Uid).ToHashSet(StringComparer.Ordinal);
        var left = inventory.Items.Where(i => !wanted.Contains(i.Key) && subject.Registration?.Touches(i.Namespace) != false).OrderByDescending(i => i.Key, Comparer<ResourceKey>.Create(KindOrder.Compare)).ToList();
        if (left.Any(i => catalog.Find(i.Group, i.Kind) is null))
        {
            // What was read a while ago may miss a kind that was defined since; that an object is gone is concluded from nothing older than now.
            catalog = await cluster.Discover(fresh: true, token);
        }

        var entries = new PlanEntry?[left.Count];
        var gone = new bool[left.Count];
        await Bounded.ForEach(left.Count, settings.ClusterCalls, async (i, t) =>
        {
            var item = left[i];
            var resource = catalog.FindForCertain(item.Group, item.Kind);
            var live = resource is null ? null : await cluster.Get(resource, item.Namespace, item.Name, t);
            if (live is null || alive.Contains(live.Uid) || (item.Uid is not null && live.Uid != item.Uid) || Tracking.OwnerOf(live) != app.Name)
            {
                // What was intended and never seen may still be on its way.
                gone[i] = item.Uid is not null;
            }
            else if (!live.IsTerminating)
            {
                entries[i] = Prune(app, item, resource!, live, subject.Prunes);
            }
        }, token);

        return new LeftObjects([.. entries.OfType<PlanEntry>()], left.Where((_, i) => gone[i]).Select(i => i.Key).ToHashSet());
    }

    private static PlanEntry Prune(Application app, InventoryItem item, ApiResource resource, KubernetesObject live, bool wantsPrune)
    {
        var option = SyncOptions.Of(live).Prune is var own and not RemovalOption.Unset ? own : app.SyncPolicy.Options.Prune;
        return new PlanEntry(PlanAction.Prune, item.Group, resource.Version, item.Kind, item.Namespace, item.Name)
        {
            Uid = live.Uid,
            Kept = !wantsPrune || option is RemovalOption.Keep or RemovalOption.Confirm,
        };
    }

    /// <summary>Namespaces that this sync makes, so that nothing can be asked about objects in them yet.</summary>
    private static async Task<HashSet<string>> ComingNamespaces(
        ICluster cluster, ApiCatalog catalog, IReadOnlyList<KubernetesObject> targets, CancellationToken token)
    {
        var coming = new HashSet<string>(StringComparer.Ordinal);
        var resource = catalog.Find("", "v1", "Namespace");
        foreach (var target in targets.Where(t => t is { Group: "", Kind: "Namespace" }))
        {
            if (resource is null || await cluster.Get(resource, "", target.Name, token) is null)
            {
                coming.Add(target.Name);
            }
        }

        return coming;
    }

    private static List<Problem> UnknownKinds(IReadOnlyList<KubernetesObject> targets, ApiCatalog catalog)
    {
        var defined = targets.Where(t => t.Kind == "CustomResourceDefinition").Select(Defines).ToHashSet();
        return [.. targets
            .Where(t => catalog.FindForCertain(t.Group, t.Version, t.Kind) is null && !defined.Contains((t.Group, t.Kind)))
            .Select(t => new Problem(SyncProblem.KindUnknown, $"The cluster does not serve {t.ApiVersion} {t.Kind} ({t.Key}).")
            {
                File = t.Origin?.File, Position = t.Origin?.Position ?? default, Hint = "Install its CustomResourceDefinition first, or correct apiVersion and kind.",
            })];
    }

    private static (string Group, string Kind) Defines(KubernetesObject definition)
    {
        var spec = definition.Root["spec"] as MapNode;
        return ((spec?["group"] as ScalarNode)?.StringValue ?? "", ((spec?["names"] as MapNode)?["kind"] as ScalarNode)?.StringValue ?? "");
    }

    // The namespace that is made on the way is no object of the sources.
    private static Problem? Emptied(Application app, IReadOnlyList<KubernetesObject> targets, Plan plan) =>
        plan.Counts.Prune > 0 && app.SyncPolicy.Automated is { Prune: true, AllowEmpty: false } && targets.All(DestinationNamespace.Is)
            ? new Problem(SyncProblem.EmptyRender, $"The sources hold no objects, so all {plan.Counts.Prune} would be deleted.")
            {
                Hint = "Set spec.syncPolicy.automated.allowEmpty if that is meant.",
            }
            : null;

    private static string PolicyOf(Application app, AppProject project)
    {
        var text = $"{JsonTree.ToText(project.Raw)}\n{string.Join(',', app.SyncPolicy.Options.Entries)}\n{app.Destination}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
