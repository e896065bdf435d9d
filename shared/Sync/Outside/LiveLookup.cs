using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Outside;

/// <summary>Where an application goes, for what charts look up there.</summary>
/// <param name="Cluster">Its cluster, through the identity that also syncs it.</param>
/// <param name="Destination">The same as the Application names it.</param>
/// <param name="Clusters">All registered clusters, for the project's rules.</param>
internal sealed record LookupPlace(ICluster Cluster, Destination Destination, IReadOnlyList<ClusterRegistration> Clusters)
{
    private readonly DestinationCluster _target = DestinationCluster.Resolve(Destination.Cluster, Clusters);

    /// <summary>Its registration; null where it has none.</summary>
    public ClusterRegistration? Registration { get; } = Clusters.FirstOrDefault(c => c.IsMeantBy(Destination.Cluster));

    /// <summary>Whether the project may deploy to a namespace there.</summary>
    public bool Allows(AppProject project, string space) => ProjectRules.AllowsDestination(project, _target, space, Clusters);
}

/// <summary>
/// Reads what charts look up, as Helm's <c>lookup</c> does, but only kinds that the project names and only in namespaces that it may deploy to (T-TPL-5, T-SEC-5).
/// What is not there is nothing; what may not be read fails the template that asks.
/// </summary>
internal sealed class LiveLookup(RenderChance chance)
{
    // As much as a template can make use of; more is a list that nobody meant to read.
    private const int MostObjects = 5_000;

    /// <summary>Reads.</summary>
    /// <exception cref="ClusterException">The cluster does not answer now.</exception>
    public static async Task<FetchedPart> Read(OutsidePart.LiveObjects what, AppProject project, LookupPlace place, CancellationToken token)
    {
        var (group, version) = GroupOf(what.ApiVersion);
        if (!ProjectRules.AllowsLookup(project, group, what.Kind))
        {
            return Failed($"the project {project.Name} does not allow charts to look up {what.Kind}{(group.Length > 0 ? $" of {group}" : "")}; its annotation plumbline.dev/helm-lookup has to name it");
        }

        if (await Find(place.Cluster, group, version, what.Kind, token) is not { } resource)
        {
            return NotServed(what, group, version);
        }

        var space = resource.IsNamespaced ? what.Namespace : "";
        if (space.Length > 0 && !place.Allows(project, space))
        {
            return Failed($"the project {project.Name} does not allow namespace '{space}' on cluster '{place.Destination.Cluster}'");
        }

        if ((space.Length > 0 || !resource.IsNamespaced) && place.Registration?.Touches(space) == false)
        {
            return Failed(space.Length > 0
                ? $"the registration of cluster '{place.Destination.Cluster}' names the namespaces that are touched, and '{space}' is none of them"
                : $"the registration of cluster '{place.Destination.Cluster}' names the namespaces that are touched, and {what.Kind} is in none; its clusterResources has to be true");
        }

        try
        {
            return what.Name.Length > 0 ? await One(what, resource, space, place, token) : await All(what, resource, space, project, place, token);
        }
        catch (ClusterException e) when (e.Failure is ClusterFailure.Forbidden or ClusterFailure.Invalid)
        {
            return Failed(e.Message);
        }
        catch (ClusterException e) when (e.Failure is ClusterFailure.NotFound)
        {
            // An object that is not there is named in the answer that says so. This one comes of a kind that has gone meanwhile, or of something that stands in front of
            // the server; to take it for "there is none" would draw a password anew that exists.
            return (await place.Cluster.Discover(fresh: true, token)).FindForCertain(group, version, what.Kind) is null
                ? NotServed(what, group, version)
                : throw new ClusterException(ClusterFailure.Unavailable, e.Message, e.Resource, e.RetryAfter, e);
        }
    }

    /// <summary>Marks what was found, so that a later look can tell whether it is still the same.</summary>
    public async Task<LookedUp> Mark(string app, OutsidePart.LiveObjects what, FetchedPart found, CancellationToken token)
    {
        var content = found.Failure is { } failure ? ScalarNode.Of(failure) : found.Live is { } live ? WithoutVersions(live) : (Node)ScalarNode.Null;
        return LookedUp.Of(what, await chance.Mark(app, JsonTree.WriteCanonical(content), token));
    }

    // Without a namespace the server finds no object of a kind that lives in namespaces.
    private static async Task<FetchedPart> One(OutsidePart.LiveObjects what, ApiResource resource, string space, LookupPlace place, CancellationToken token) =>
        (resource.IsNamespaced && space.Length == 0) || await place.Cluster.Get(resource, space, what.Name, token) is not { } live
            ? new FetchedPart()
            : new FetchedPart { Live = Plain(live) };

    private static async Task<FetchedPart> All(
        OutsidePart.LiveObjects what, ApiResource resource, string space, AppProject project, LookupPlace place, CancellationToken token)
    {
        var items = new List<KubernetesObject>();
        var size = 0L;
        foreach (var listed in space.Length > 0 ? [space] : ClusterRegistration.ListedIn(place.Registration, resource))
        {
            await foreach (var item in place.Cluster.List(resource, listed, null, token))
            {
                if (resource.IsNamespaced && !place.Allows(project, item.Namespace))
                {
                    continue;
                }

                if (items.Count == MostObjects)
                {
                    return Failed($"there are more than {MostObjects} objects of the kind {what.Kind}; name a namespace or an object");
                }

                if ((size += LiveSize.Of(item.Root)) > LiveSize.MostOfList)
                {
                    return Failed($"the objects of the kind {what.Kind} have more than {LiveSize.MostOfList >> 20} Mi characters together; name a namespace or an object");
                }

                items.Add(item);
            }
        }

        var list = new MapNode();
        list.Set("apiVersion", ScalarNode.Of(what.ApiVersion));
        list.Set("kind", ScalarNode.Of($"{what.Kind}List"));
        list.Set("metadata", new MapNode());
        list.Set("items", new ListNode(items.OrderBy(i => i.Namespace, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal).Select(i => (Node)Plain(i))));
        return new FetchedPart { Live = list };
    }

    private static async Task<ApiResource?> Find(ICluster cluster, string group, string version, string kind, CancellationToken token)
    {
        // Kinds come with other applications; what was read a while ago may miss them.
        var known = (await cluster.Discover(fresh: false, token)).Find(group, version, kind);
        return known ?? (await cluster.Discover(fresh: true, token)).FindForCertain(group, version, kind);
    }

    // Who wrote which field is of no use to a template, and what it copies of it the server refuses.
    private static MapNode Plain(KubernetesObject live)
    {
        live.Metadata?.Remove("managedFields");
        return live.Root;
    }

    private static Node WithoutVersions(MapNode live)
    {
        var copy = (MapNode)live.Clone();
        foreach (var item in (copy["items"] as ListNode)?.OfType<MapNode>() ?? [copy])
        {
            (item["metadata"] as MapNode)?.Remove("resourceVersion");
        }

        return copy;
    }

    private static (string Group, string Version) GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (apiVersion[..slash], apiVersion[(slash + 1)..]) : ("", apiVersion);

    private static FetchedPart NotServed(OutsidePart.LiveObjects what, string group, string version) =>
        Failed($"unable to get apiresource from unstructured: {group}/{version}, Kind={what.Kind}: the server could not find the requested resource");

    private static FetchedPart Failed(string reason) => new() { Failure = reason };
}
