using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Core.Concurrency;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;

namespace Plumbline.Sync.Planning;

/// <summary>A plan with what it was made from, for carrying it out in the same process.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Objects">The targets with their true values, by key.</param>
/// <param name="Live">The live objects found on the way.</param>
internal sealed record PreparedPlan(Plan Plan, IReadOnlyDictionary<ResourceKey, KubernetesObject> Objects, IReadOnlyList<KubernetesObject> Live);

/// <summary>A plan, or what stands in its way.</summary>
/// <param name="Prepared">Null when problems stand in the way.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record PlanResult(PreparedPlan? Prepared, IReadOnlyList<Problem> Problems);

/// <summary>Makes plans: targets against the cluster. Reads, asks, writes nothing.</summary>
internal sealed class Planner(LiveComparison comparison, InventoryStore inventories, SyncSettings settings)
{
    /// <summary>Plans <paramref name="targets"/>, which are normalised and allowed by the project.</summary>
    /// <param name="prunes">Whether objects that the sources no longer have are deleted; otherwise they are shown as kept.</param>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<PlanResult> Make(
        Application app, AppProject project, ICluster cluster, ApiCatalog catalog, IReadOnlyList<KubernetesObject> targets, bool prunes, CancellationToken token)
    {
        var identity = await cluster.Identify(token);
        var inventory = (await inventories.Load(app.Name, identity, app.Destination.Cluster.ToString(), token)).Inventory;
        var unknown = UnknownKinds(targets, catalog);
        if (unknown.Count > 0)
        {
            return new PlanResult(null, unknown);
        }

        var coming = await ComingNamespaces(app, cluster, catalog, targets, token);
        var compared = new ComparedTarget[targets.Count];
        await Bounded.ForEach(targets.Count, settings.ClusterCalls, async (i, t) => compared[i] = await comparison.Compare(
                cluster, catalog, targets[i], app.Name, inventory, coming.Contains(targets[i].Namespace), t), token);

        var problems = compared.Where(c => c.Problem is not null).Select(c => c.Problem!).ToList();
        if (problems.Count > 0)
        {
            return new PlanResult(null, problems);
        }

        var pruned = await Prunes(app, cluster, catalog, targets, inventory, prunes, token);
        var entries = compared.Select(c => c.Entry!).OrderBy(e => e.Key, Comparer<ResourceKey>.Create(KindOrder.Compare)).Concat(pruned).ToList();
        var plan = new Plan(1, app.Name, identity, RenderDigest.Of(targets), PolicyOf(app, project), entries);
        return Emptied(app, targets, inventory, plan) is { } refusal
            ? new PlanResult(null, [refusal])
            : new PlanResult(new PreparedPlan(plan, targets.ToDictionary(t => t.Key), [.. compared.Where(c => c.Live is not null).Select(c => c.Live!)]), []);
    }

    /// <summary>Objects of the inventory that no source has any more. Kept are those whose live object, or application, says so.</summary>
    private async Task<List<PlanEntry>> Prunes(
        Application app, ICluster cluster, ApiCatalog catalog, IReadOnlyList<KubernetesObject> targets, Inventory inventory, bool wantsPrune, CancellationToken token)
    {
        var wanted = targets.Select(t => t.Key).ToHashSet();
        var prunes = new List<PlanEntry>();
        foreach (var item in inventory.Items.Where(i => !wanted.Contains(i.Key)).OrderByDescending(i => i.Key, Comparer<ResourceKey>.Create(KindOrder.Compare)))
        {
            if (catalog.FindForCertain(item.Group, item.Kind) is not { } resource || await cluster.Get(resource, item.Namespace, item.Name, token) is not { } live ||
                (item.Uid is not null && live.Uid != item.Uid) || Tracking.OwnerOf(live) != app.Name || live.IsTerminating)
            {
                continue;
            }

            var option = SyncOptions.Of(live).Prune is var own and not RemovalOption.Unset ? own : app.SyncPolicy.Options.Prune;
            prunes.Add(new PlanEntry(PlanAction.Prune, item.Group, resource.Version, item.Kind, item.Namespace, item.Name)
            {
                Uid = live.Uid,
                Kept = !wantsPrune || option is RemovalOption.Keep or RemovalOption.Confirm,
            });
        }

        return prunes;
    }

    /// <summary>Namespaces that this sync makes, so that nothing can be asked about objects in them yet.</summary>
    private static async Task<HashSet<string>> ComingNamespaces(
        Application app, ICluster cluster, ApiCatalog catalog, IReadOnlyList<KubernetesObject> targets, CancellationToken token)
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

    private static Problem? Emptied(Application app, IReadOnlyList<KubernetesObject> targets, Inventory inventory, Plan plan) =>
        targets.Count == 0 && inventory.Items.Count > 0 && plan.Counts.Prune > 0 && app.SyncPolicy.Automated is { Prune: true, AllowEmpty: false }
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
