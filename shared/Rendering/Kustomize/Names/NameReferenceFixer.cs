using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>Writes the new names of renamed objects into the fields by which others refer to them.</summary>
internal sealed class NameReferenceFixer(ObjectSet objects)
{
    private readonly Dictionary<string, List<KObject>> _byOldName = Index(objects);

    public void Fix(IReadOnlyList<NameReference> references)
    {
        var byKind = references.SelectMany(reference => reference.Referrers.Select(spec => (reference.Target, Spec: spec)))
            .ToLookup(pair => pair.Spec.Gvk.Kind, StringComparer.Ordinal);
        foreach (var item in objects.Items)
        {
            var id = item.Id;
            var first = item.OriginalId.Gvk;
            var referrer = new Referrer(item, id, BindingNamespaces(item, id));
            // Fields of every kind have no kind in the table; in the original both come in the table's order, which only tells where two fields are one.
            foreach (var (target, spec) in byKind[first.Kind].Concat(byKind[""]))
            {
                if (first.IsSelected(spec.Gvk))
                {
                    RefuseNull(item.Map["apiVersion"], "APIVersion");
                    RefuseNull(item.Map["kind"], "Kind");
                    Fix(referrer, target, spec);
                }
            }
        }
    }

    // The original looks whether it has the right object before it, and takes a null for its word on one side and for nothing on the other.
    private static void RefuseNull(Node? field, string name)
    {
        if (field is ScalarNode { IsNull: true, Text.Length: > 0 } written)
        {
            throw new BuildException($"node-referrerOriginal '{name}' mismatch '' != '{written.Text}'");
        }
    }

    private void Fix(Referrer referrer, Gvk target, FieldSpec spec)
    {
        try
        {
            FieldVisitor.VisitAnyKind(referrer.Item, spec, FieldCreation.None, node => Set(node, referrer, target, spec));
        }
        catch (BuildException e)
        {
            throw new BuildException($"updating name reference in '{spec.Path}' field of '{referrer.Id}'", e);
        }
    }

    private Node Set(Node node, Referrer referrer, Gvk target, FieldSpec spec)
    {
        switch (node)
        {
            case { IsNull: true }:
                return node;
            case ScalarNode scalar:
                return Scalar(scalar, referrer, target, spec);
            case MapNode map:
                Map(map, referrer, target, spec);
                return map;
        }

        var list = (ListNode)node;
        for (var i = 0; i < list.Count; i++)
        {
            switch (list[i])
            {
                case ScalarNode { IsNull: false } scalar:
                    list[i] = Scalar(scalar, referrer, target, spec);
                    break;
                case MapNode map:
                    Map(map, referrer, target, spec);
                    break;
                case ListNode:
                    throw new BuildException("a list item is expected to be either a string or a map of string");
            }
        }

        return list;
    }

    private Node Scalar(ScalarNode node, Referrer referrer, Gvk target, FieldSpec spec)
    {
        var name = KObject.TextOf(node);
        var found = Select(name, referrer, target, spec, space: null, withNamespace: false);
        return found is null || found.Name == name ? node : Transforms.ScalarWriting.Text(node, found.Name);
    }

    private void Map(MapNode map, Referrer referrer, Gvk target, FieldSpec spec)
    {
        if (map["name"] is not { } nameNode)
        {
            throw new BuildException("path config error; no 'name' field in node");
        }

        var name = KObject.TextOf(nameNode);
        var space = map["namespace"] is { } spaceNode ? KObject.TextOf(spaceNode) : null;
        var found = Select(name, referrer, target, spec, space, withNamespace: true);
        if (found is null || (found.Name == name && found.Namespace.Length == 0))
        {
            return;
        }

        map["name"] = Transforms.ScalarWriting.Untyped(map["name"], found.Name);
        if (found.Namespace.Length > 0)
        {
            map["namespace"] = Transforms.ScalarWriting.Untyped(map["namespace"], found.Namespace);
        }
    }

    private KObject? Select(string name, Referrer referrer, Gvk target, FieldSpec spec, string? space, bool withNamespace)
    {
        if (!_byOldName.TryGetValue(name, out var named))
        {
            return null;
        }

        var candidates = InNamespace(named.Where(c => CouldBeReferred(c, referrer)), referrer, space)
            .Where(c => c.PastIds().Any(id => id.Name == name) && c.PastIds().Any(id => id.Gvk.IsSelected(target)));
        if (spec.Path.EndsWith("roleRef/name", StringComparison.Ordinal) && RoleOf(referrer.Item) is { } role)
        {
            candidates = candidates.Where(c => c.PastIds().Any(id => id.Gvk.IsSelected(role)));
        }

        var left = candidates.Where(c => SameNamespace(c, referrer)).ToList();
        if (left.Count == 1)
        {
            return left[0];
        }

        left = [.. left.Where(c => SameAffixes(c, referrer.Item, allowEmpty: true))];
        if (left.Count > 1)
        {
            left = [.. left.Where(c => SameAffixes(c, referrer.Item, allowEmpty: false))];
        }

        return left.Count switch
        {
            0 => null,
            1 => left[0],
            _ when left.TrueForAll(c => c.Name == left[0].Name && (!withNamespace || c.Namespace == left[0].Namespace)) => left[0],
            _ => throw Ambiguous(referrer.Item, left),
        };
    }

    private IEnumerable<KObject> InNamespace(IEnumerable<KObject> candidates, Referrer referrer, string? space)
    {
        if (space is null)
        {
            return candidates;
        }

        // The groups are made of all that could be referred to, not only of those with the name.
        var byOriginal = objects.Items.Any(c => c.OriginalId.EffectiveNamespace == space && CouldBeReferred(c, referrer));
        return byOriginal
            ? candidates.Where(c => c.OriginalId.EffectiveNamespace == space)
            : candidates.Where(c => c.Id.EffectiveNamespace == space);
    }

    private static bool CouldBeReferred(KObject candidate, Referrer referrer)
    {
        if (referrer.Id.Gvk.IsClusterScoped)
        {
            return true;
        }

        var id = candidate.Id;
        return id.Gvk.IsClusterScoped || id.EffectiveNamespace == referrer.Id.EffectiveNamespace || referrer.BindingNamespaces.Contains(candidate.Namespace);
    }

    private static bool SameNamespace(KObject candidate, Referrer referrer) =>
        referrer.Id.Gvk.IsClusterScoped || candidate.Gvk.IsClusterScoped || candidate.Kind == "ServiceAccount" ||
        candidate.Id.EffectiveNamespace == referrer.Id.EffectiveNamespace;

    private static bool SameAffixes(KObject candidate, KObject referrer, bool allowEmpty) =>
        Fits(candidate.Prefixes, referrer.Prefixes, allowEmpty) && Fits(candidate.Suffixes, referrer.Suffixes, allowEmpty);

    private static bool Fits(IReadOnlyList<string> left, IReadOnlyList<string> right, bool allowEmpty)
    {
        if (allowEmpty && (left.Count == 0 || right.Count == 0))
        {
            return true;
        }

        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == right.Count;
        }

        // The shorter one has to be the end of the longer one.
        for (var i = 1; i <= Math.Min(left.Count, right.Count); i++)
        {
            if (left[^i] != right[^i])
            {
                return false;
            }
        }

        return true;
    }

    // A null counts as it is written, and then nothing is of that group.
    private static Gvk? RoleOf(KObject item) =>
        item.Map["roleRef"] is MapNode role && role["apiGroup"] is ScalarNode group && role["kind"] is ScalarNode kind
            ? new Gvk(group.Text, "", kind.Text)
            : null;

    private static HashSet<string> BindingNamespaces(KObject item, ResId id)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        if (id.Gvk.Kind == "RoleBinding" && item.Map["subjects"] is ListNode subjects)
        {
            foreach (var subject in subjects.OfType<MapNode>())
            {
                if (subject["namespace"] is { } space && KObject.TextOf(subject["kind"]) == "ServiceAccount")
                {
                    result.Add(space is ScalarNode { Kind: NodeKind.String } text
                        ? text.StringValue!
                        : throw new BuildException($"Invalid Input: namespace is blank for resource \"{id}\"\n"));
                }
            }
        }

        return result;
    }

    private static BuildException Ambiguous(KObject referrer, List<KObject> candidates)
    {
        var text = new System.Text.StringBuilder($"found multiple possible referrals: {string.Join(", ", candidates.Select(c => c.Id))}\n");
        text.Append("\n**** Too many possible referral targets to referrer:\n").Append(ManifestReader.Contents(referrer.Map)).Append('\n');
        for (var i = 0; i < candidates.Count; i++)
        {
            text.Append($"--- possible referral {i}:\n").Append(YamlWriter.ToText(candidates[i].Map)).Append('\n');
        }

        return new BuildException(text.ToString());
    }

    private static Dictionary<string, List<KObject>> Index(ObjectSet objects)
    {
        var result = new Dictionary<string, List<KObject>>(StringComparer.Ordinal);
        foreach (var item in objects.Items)
        {
            foreach (var name in item.Previous.Select(past => past.Name).Distinct(StringComparer.Ordinal))
            {
                if (!result.TryGetValue(name, out var list))
                {
                    result[name] = list = [];
                }

                list.Add(item);
            }
        }

        return result;
    }

    private sealed record Referrer(KObject Item, ResId Id, HashSet<string> BindingNamespaces);
}
