using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Apply;

/// <summary>
/// Works out how the fields of other managers become ours when an object is adopted. Without it, fields that client-side apply or Argo CD
/// own would survive their removal from git. Pure.
/// </summary>
internal static class OwnershipTransfer
{
    /// <summary>A JSON patch that moves the fields, bound to the version it was worked out from; null when <paramref name="managers"/> own nothing.</summary>
    public static ListNode? Patch(KubernetesObject live, IReadOnlySet<string> managers)
    {
        var ours = new List<MapNode>();
        var rest = new ListNode();
        var moved = false;
        foreach (var entry in live.Metadata.Maps("managedFields"))
        {
            var isOurs = entry.Text("manager") == ManagedFields.Manager && entry.Text("operation") == "Apply";
            var moves = managers.Contains(entry.Text("manager")) && entry.Text("operation") is "Apply" or "Update";
            if (entry.Text("subresource").Length == 0 && entry["fieldsV1"] is MapNode fields && (isOurs || (moves && !OwnsOnlyStatus(fields))))
            {
                ours.Add(entry);
                moved |= !isOurs;
            }
            else
            {
                rest.Add(entry.Clone());
            }
        }

        if (!moved)
        {
            return null;
        }

        rest.Insert(0, Union(ours));
        return new ListNode([Operation("replace", "/metadata/managedFields", rest), Operation("replace", "/metadata/resourceVersion", ScalarNode.Of(live.ResourceVersion ?? ""))]);
    }

    // Old servers do not tell the status apart as a subresource; who writes it keeps it.
    private static bool OwnsOnlyStatus(MapNode fields) => fields.Count == 1 && fields.Has("f:status");

    private static MapNode Union(List<MapNode> entries)
    {
        var own = entries.Find(e => e.Text("manager") == ManagedFields.Manager) ?? entries[0];
        var fields = new MapNode();
        foreach (var entry in entries)
        {
            Merge(fields, entry.Map("fieldsV1")!);
        }

        fields.Remove("f:status");
        var union = new MapNode();
        union.Set("manager", ScalarNode.Of(ManagedFields.Manager));
        union.Set("operation", ScalarNode.Of("Apply"));
        union.Set("apiVersion", own["apiVersion"] ?? ScalarNode.Of(""));
        if (entries.Max(e => e.Text("time")) is { Length: > 0 } time)
        {
            union.Set("time", ScalarNode.Of(time));
        }

        union.Set("fieldsType", ScalarNode.Of("FieldsV1"));
        union.Set("fieldsV1", fields);
        return union;
    }

    private static void Merge(MapNode into, MapNode from)
    {
        foreach (var (key, value, _) in from)
        {
            if (into[key] is MapNode known && value is MapNode more)
            {
                Merge(known, more);
            }
            else
            {
                into.Set(key, value.Clone());
            }
        }
    }

    private static MapNode Operation(string operation, string path, Node value)
    {
        var map = new MapNode();
        map.Set("op", ScalarNode.Of(operation));
        map.Set("path", ScalarNode.Of(path));
        map.Set("value", value);
        return map;
    }
}
