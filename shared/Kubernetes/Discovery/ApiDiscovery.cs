using Microsoft.Extensions.Logging;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Apply;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Discovery;

/// <summary>
/// Asks a cluster what it serves: in two requests where it can tell everything at once (1.26 and later), else group by group. A group whose
/// own server is broken is left out and named as unread; the core group must be there.
/// </summary>
internal sealed partial class ApiDiscovery(ApiConnection connection, ILogger logger)
{
    private const int AtOnce = 8;

    /// <summary>Reads the catalogue.</summary>
    public async Task<ApiCatalog> Read(CancellationToken token)
    {
        var version = Need("/version", token);
        var core = Need("/api", token);
        var groups = Need("/apis", token);
        var found = new List<(GroupVersion Version, IReadOnlyList<ApiResource> Resources, bool IsUnread)>();
        foreach (var document in (MapNode[])[await core, await groups])
        {
            found.AddRange(CatalogDocuments.IsAggregated(document)
                ? Aggregated(document)
                : await Each([.. CatalogDocuments.CoreVersions(document), .. CatalogDocuments.Groups(document)], token));
        }

        var preferred = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (at, resources, _) in found)
        {
            if (resources.Count > 0)
            {
                preferred.TryAdd(at.Group, at.Version);
            }
        }

        return new ApiCatalog((await version).Text("gitVersion"), [.. found.SelectMany(f => f.Resources)], preferred)
        {
            Unread = found.Where(f => f.IsUnread).Select(f => f.Version.Group).ToHashSet(StringComparer.Ordinal),
        };
    }

    private IEnumerable<(GroupVersion, IReadOnlyList<ApiResource>, bool)> Aggregated(MapNode document)
    {
        foreach (var (at, resources, isStale) in CatalogDocuments.Aggregated(document))
        {
            if (isStale)
            {
                Log.GroupBroken(logger, connection.Name, at.Group, at.Version);
            }

            yield return (at, resources, isStale);
        }
    }

    private async Task<IReadOnlyList<(GroupVersion, IReadOnlyList<ApiResource>, bool)>> Each(IReadOnlyList<GroupVersion> versions, CancellationToken token)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(versions.Select(async at =>
        {
            await gate.WaitAsync(token);
            try
            {
                return await Version(at, token) is { } resources ? (at, resources, false) : (at, (IReadOnlyList<ApiResource>)[], true);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    /// <summary>The kinds of a version; null when they cannot be told.</summary>
    private async Task<IReadOnlyList<ApiResource>?> Version(GroupVersion at, CancellationToken token)
    {
        var call = Call(ObjectPath.OfVersion(at.Group, at.Version));
        var answer = await connection.Send(call, token);
        if (answer.IsSuccess && answer.Body is { } document)
        {
            return CatalogDocuments.Resources(at, document);
        }

        // An aggregated API whose server is down answers 503; a definition removed meanwhile 404. Both concern only their own kinds.
        if (at.Group.Length > 0 && (int)answer.Status is 404 or >= 500)
        {
            Log.GroupBroken(logger, connection.Name, at.Group, at.Version);
            return null;
        }

        throw Refusal.Of(call, answer, connection);
    }

    private async Task<MapNode> Need(string path, CancellationToken token)
    {
        var call = Call(path);
        var answer = await connection.Send(call, token);
        return answer.IsSuccess && answer.Body is { } document ? document : throw Refusal.Of(call, answer, connection);
    }

    private static ApiCall Call(string path) => new(HttpMethod.Get, path) { Accept = CatalogDocuments.Accept, IsIdempotent = true };

    private static partial class Log
    {
        [LoggerMessage(3003, LogLevel.Warning, "The cluster {Cluster} cannot tell the kinds of {Group}/{Version}; nothing is concluded about them", EventName = "ApiGroupBroken")]
        public static partial void GroupBroken(ILogger logger, string cluster, string group, string version);
    }
}
