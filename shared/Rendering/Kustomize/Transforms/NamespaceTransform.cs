using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Puts objects into a namespace.</summary>
/// <param name="name">The namespace; empty does nothing.</param>
/// <param name="specs">Fields beside <c>metadata/namespace</c>.</param>
/// <param name="unsetOnly">Whether a namespace that is there stays.</param>
/// <param name="subjects">Which subjects of role bindings follow: <c>defaultOnly</c>, <c>allServiceAccounts</c> or <c>none</c>.</param>
internal sealed class NamespaceTransform(string name, IReadOnlyList<FieldSpec> specs, bool unsetOnly, string subjects) : ITransformer
{
    private static readonly FieldSpec Own = new(default(Gvk) with { Group = "", Version = "", Kind = "" }, "metadata/namespace", true);

    public static void CheckMode(string mode)
    {
        if (mode is not ("" or "defaultOnly" or "allServiceAccounts" or "none"))
        {
            throw new BuildException(
                $"invalid value \"{mode}\" for setRoleBindingSubjects: must be one of \"defaultOnly\", \"none\" or \"allServiceAccounts\"");
        }
    }

    public void Apply(ObjectSet objects)
    {
        if (name.Length == 0)
        {
            return;
        }

        // The original looks after each object whether its identity is still its own: both the changed before and the unchanged behind count.
        var counts = new Dictionary<ResId, int>();
        foreach (var item in objects.Items)
        {
            if (!item.IsEmpty)
            {
                var id = item.Id.Normal;
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        foreach (var item in objects.Items)
        {
            if (item.IsEmpty || item.IsFromChart)
            {
                continue;
            }

            counts[item.Id.Normal]--;
            item.StoreId();
            ApplyTo(item);
            var id = item.Id.Normal;
            counts[id] = counts.GetValueOrDefault(id) + 1;
            if (counts[id] > 1)
            {
                throw Conflict(objects, id);
            }
        }

        objects.Changed();
    }

    public void ApplyTo(KObject item)
    {
        if (!item.Gvk.IsClusterScoped)
        {
            FieldVisitor.Visit(item, Own, FieldCreation.Text, Set);
        }

        var isBinding = item.Kind is "RoleBinding" or "ClusterRoleBinding";
        if (isBinding)
        {
            Subjects(item);
        }

        foreach (var spec in specs)
        {
            if (spec.Path == "metadata/namespace" || (spec.Path == "metadata/name" && item.ApiVersion != "v1") ||
                (isBinding && spec.Gvk.Kind is "RoleBinding" or "ClusterRoleBinding" && spec.Path == "subjects/namespace"))
            {
                continue;
            }

            Field(item, spec);
        }
    }

    private void Field(KObject item, FieldSpec spec)
    {
        try
        {
            FieldVisitor.Visit(item, spec, FieldCreation.Text, Set);
        }
        catch (BuildException e) when (e.Message.Contains("expected ScalarNode but got", StringComparison.Ordinal))
        {
            throw new BuildException("namespace field specs must target scalar nodes", e);
        }
        catch (BuildException e)
        {
            throw new BuildException("namespace transformation failed", e);
        }
    }

    private Node Set(Node node)
    {
        ScalarWriting.Demand(node);
        return unsetOnly && KObject.TextOf(node).Length > 0 ? node : ScalarWriting.Typed(node, name);
    }

    private void Subjects(KObject item)
    {
        if (subjects == "none" || item.Map["subjects"] is not { IsNull: false } found)
        {
            return;
        }

        if (found is not ListNode list)
        {
            throw new BuildException("setting namespace on (cluster)role binding subjects", ManifestReader.WrongKind("SequenceNode", found));
        }

        foreach (var subject in list.OfType<MapNode>())
        {
            var follows = subjects == "allServiceAccounts" ? KObject.TextOf(subject["kind"]) == "ServiceAccount" : KObject.TextOf(subject["name"]) == "default";
            if (follows)
            {
                subject["namespace"] = Set(subject["namespace"] ?? ScalarNode.Of(""));
            }
        }
    }

    private static BuildException Conflict(ObjectSet objects, ResId id) => new(
        $"namespace transformation produces ID conflict: [{string.Join(' ', objects.Items.Where(item => !item.IsEmpty && item.Id.Normal == id).Select(Shown))}]");

    private static string Shown(KObject item)
    {
        var copy = (MapNode)item.Map.Clone();
        ClaimedMemory.Show(item, copy);
        return GoJson.Compact(copy);
    }
}
