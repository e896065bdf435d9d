using System.Net;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Diff;
using Plumbline.Kubernetes.Masking;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Apply;

/// <summary>Writes objects.</summary>
internal sealed class ObjectWriter(ApiConnection connection)
{
    /// <summary>Server-side apply.</summary>
    public async Task<KubernetesObject> Apply(ApiResource resource, KubernetesObject desired, ApplyOptions options, bool strict, CancellationToken token)
    {
        var query = $"?fieldManager={ManagedFields.Manager}&force={(options.Force ? "true" : "false")}{(options.DryRun ? "&dryRun=All" : "")}{Validation(strict)}";
        var call = Call(HttpMethod.Patch, ObjectPath.OfObject(resource, desired.Namespace, desired.Name) + query, desired) with
        {
            // JSON is YAML. Applying the same twice changes nothing.
            ContentType = "application/apply-patch+yaml",
            IsIdempotent = true,
        };
        var answer = await connection.Send(call, token);
        return answer.IsSuccess && answer.Body is { } body ? new KubernetesObject(body) : throw Refusal.Of(call, answer, connection);
    }

    /// <summary>Creates an object; null when the name is taken.</summary>
    public async Task<KubernetesObject?> Create(ApiResource resource, KubernetesObject desired, bool strict, CancellationToken token)
    {
        // Checked like every name, although it stands in the body only; a generated name has none yet.
        var path = desired.Name.Length > 0 ? ObjectPath.OfObject(resource, desired.Namespace, desired.Name) : ObjectPath.OfObject(resource, desired.Namespace, "x");
        var call = Call(HttpMethod.Post, $"{path[..path.LastIndexOf('/')]}?fieldManager={ManagedFields.Manager}{Validation(strict)}", desired);
        var answer = await connection.Send(call, token);
        return answer.IsSuccess && answer.Body is { } body ? WithoutOwners(body)
            : answer.Status == HttpStatusCode.Conflict && Refusal.ReasonOf(answer) == "AlreadyExists" ? null
            : throw Refusal.Of(call, answer, connection);
    }

    /// <summary>Writes an object whole over the version it was read in; null when that is gone.</summary>
    public async Task<KubernetesObject?> Replace(ApiResource resource, KubernetesObject desired, bool strict, CancellationToken token)
    {
        if (string.IsNullOrEmpty(desired.ResourceVersion))
        {
            throw new ClusterException(ClusterFailure.Invalid, $"{desired.Key}: without a resourceVersion it is not written over what is there.", desired.Key);
        }

        var path = ObjectPath.OfObject(resource, desired.Namespace, desired.Name);
        var call = Call(HttpMethod.Put, $"{path}?fieldManager={ManagedFields.Manager}{Validation(strict)}", desired);
        var answer = await connection.Send(call, token);
        return answer.IsSuccess && answer.Body is { } body ? WithoutOwners(body)
            : answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound ? null
            : throw Refusal.Of(call, answer, connection);
    }

    /// <summary>Asks for deletion of exactly this object; false when it is gone or another.</summary>
    public async Task<bool> Delete(ApiResource resource, string @namespace, string name, string uid, Propagation propagation, CancellationToken token)
    {
        var preconditions = new MapNode();
        preconditions.Set("uid", ScalarNode.Of(uid));
        var body = new MapNode();
        body.Set("apiVersion", ScalarNode.Of("v1"));
        body.Set("kind", ScalarNode.Of("DeleteOptions"));
        body.Set("propagationPolicy", ScalarNode.Of(propagation.ToString()));
        body.Set("preconditions", preconditions);
        var call = new ApiCall(HttpMethod.Delete, ObjectPath.OfObject(resource, @namespace, name))
        {
            // The uid makes a second deletion harmless, even of a successor with the same name.
            Body = JsonTree.Write(body),
            IsIdempotent = true,
            Resource = new ResourceKey(resource.Group, resource.Kind, @namespace, name),
        };
        var answer = await connection.Send(call, token);
        return answer.IsSuccess || (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict ? false : throw Refusal.Of(call, answer, connection));
    }

    /// <summary>Sends a JSON patch; false when a precondition in it does not hold any more.</summary>
    public async Task<bool> Patch(ApiResource resource, KubernetesObject live, ListNode patch, CancellationToken token)
    {
        var call = new ApiCall(HttpMethod.Patch, $"{ObjectPath.OfObject(resource, live.Namespace, live.Name)}?fieldManager={ManagedFields.Manager}")
        {
            Body = JsonTree.Write(patch),
            ContentType = "application/json-patch+json",
            Resource = live.Key,
            Scrubber = SecretScrubber.For(live),
        };
        var answer = await connection.Send(call, token);
        return answer.IsSuccess || (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict ? false : throw Refusal.Of(call, answer, connection));
    }

    private static ApiCall Call(HttpMethod method, string path, KubernetesObject desired) => new(method, path)
    {
        Body = JsonTree.Write(Sendable(desired)),
        Resource = desired.Key,
        Scrubber = SecretScrubber.For(desired),
    };

    // The server refuses an apply that names owners.
    private static MapNode Sendable(KubernetesObject desired) =>
        desired.Metadata.List("managedFields") is null ? desired.Root : WithoutOwners((MapNode)desired.Root.Clone()).Root;

    private static KubernetesObject WithoutOwners(MapNode root)
    {
        root.Map("metadata")?.Remove("managedFields");
        return new KubernetesObject(root);
    }

    private static string Validation(bool strict) => strict ? "&fieldValidation=Strict" : "";
}
