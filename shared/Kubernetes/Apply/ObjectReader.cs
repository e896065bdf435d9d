using System.Net;
using System.Runtime.CompilerServices;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Apply;

/// <summary>Reads objects.</summary>
internal sealed class ObjectReader(ApiConnection connection, KubernetesSettings settings)
{
    private const string MetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    // A list that starts over again and again would never end.
    private const int Restarts = 3;

    /// <summary>One object; null where there is none.</summary>
    public async Task<KubernetesObject?> Get(ApiResource resource, string @namespace, string name, CancellationToken token)
    {
        var call = new ApiCall(HttpMethod.Get, ObjectPath.OfObject(resource, @namespace, name))
        {
            IsIdempotent = true,
            Resource = new ResourceKey(resource.Group, resource.Kind, @namespace, name),
        };
        var answer = await connection.Send(call, token);
        return answer.IsSuccess && answer.Body is { } body ? new KubernetesObject(body)
            : answer.Status == HttpStatusCode.NotFound && !IsMissingKind(answer) ? null
            : throw Refusal.Of(call, answer, connection);
    }

    /// <summary>All objects of a kind, page by page. A list whose continuation has expired starts over and leaves out what was given already.</summary>
    public async IAsyncEnumerable<KubernetesObject> List(
        ApiResource resource, string @namespace, string query, bool metadataOnly, [EnumeratorCancellation] CancellationToken token)
    {
        HashSet<string>? given = null;
        var restarts = 0;
        var next = "";
        var seen = new List<string>();
        do
        {
            var more = next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}";
            var call = new ApiCall(HttpMethod.Get, $"{ObjectPath.OfKind(resource, @namespace)}?limit={settings.PageSize}{query}{more}")
            {
                IsIdempotent = true,
                Accept = metadataOnly ? MetadataOnly : "application/json",
                Resource = new ResourceKey(resource.Group, resource.Kind, @namespace, "*"),
            };
            var answer = await connection.Send(call, token);
            if (answer.Status == HttpStatusCode.Gone && restarts++ < Restarts)
            {
                given = [.. seen];
                next = "";
                continue;
            }

            if (!answer.IsSuccess)
            {
                throw Refusal.Of(call, answer, connection);
            }

            foreach (var item in answer.Body.Maps("items"))
            {
                var uid = item.Map("metadata").Text("uid");
                if (given?.Contains(uid) == true)
                {
                    continue;
                }

                seen.Add(uid);
                yield return Whole(item, resource);
            }

            next = answer.Body.Map("metadata").Text("continue");
            restarts = next.Length == 0 ? -1 : restarts;
        }
        while (restarts >= 0);
    }

    // Items of a list do not say what they are, and metadata alone says it is metadata.
    private static KubernetesObject Whole(MapNode item, ApiResource resource)
    {
        item.Set("apiVersion", ScalarNode.Of(resource.Group.Length == 0 ? resource.Version : $"{resource.Group}/{resource.Version}"));
        item.Set("kind", ScalarNode.Of(resource.Kind));
        item.Map("metadata")?.Remove("managedFields");
        return new KubernetesObject(item);
    }

    // A 404 for an object names it; one for a kind that is not served (any more) does not.
    private static bool IsMissingKind(ApiAnswer answer) => answer.Body.Map("details").Text("name").Length == 0;
}
