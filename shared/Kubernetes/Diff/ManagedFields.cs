using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Diff;

/// <summary>Who owns which fields, read from <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    /// <summary>Our own field manager (design §2.8).</summary>
    public const string Manager = "plumbline";

    /// <summary>Whether nothing of an object was written in our name.</summary>
    public static bool OwnNothing(KubernetesObject live) => !live.Metadata.Maps("managedFields").Any(e => e.Text("manager") == Manager);

    /// <summary>What our applies own, in the version of <paramref name="apiVersion"/>; null when nothing, or in another version.</summary>
    public static FieldSet? OwnedByUs(KubernetesObject live, string apiVersion)
    {
        MapNode? own = null;
        foreach (var entry in live.Metadata.Maps("managedFields"))
        {
            if (entry.Text("manager") != Manager || entry.Text("subresource").Length > 0)
            {
                continue;
            }

            // An update in our name, or a second entry, is nothing we write: let the server decide.
            if (entry.Text("operation") != "Apply" || own is not null)
            {
                return null;
            }

            own = entry;
        }

        return own is not null && own.Text("apiVersion") == apiVersion && own["fieldsV1"] is MapNode fields ? FieldSet.Parse(fields) : null;
    }

    /// <summary>All entries of an object with their sets.</summary>
    public static IReadOnlyList<FieldOwner> Owners(KubernetesObject? value)
    {
        List<FieldOwner>? owners = null;
        foreach (var entry in value?.Metadata.Maps("managedFields") ?? [])
        {
            if (entry["fieldsV1"] is MapNode fields)
            {
                (owners ??= []).Add(new FieldOwner(entry.Text("manager"), entry.Text("time"), FieldSet.Parse(fields)));
            }
        }

        return owners ?? [];
    }
}

/// <summary>One entry of <c>managedFields</c>.</summary>
/// <param name="Manager">Who.</param>
/// <param name="Time">When it last wrote, RFC 3339; empty when not said.</param>
/// <param name="Set">What it owns.</param>
internal sealed record FieldOwner(string Manager, string Time, FieldSet Set);
