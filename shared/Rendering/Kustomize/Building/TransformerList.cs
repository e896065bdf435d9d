using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;
using Plumbline.Rendering.Kustomize.Replacements;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Makes the transformers of a kustomization's own fields, in their fixed order.</summary>
internal sealed class TransformerList(Kustomization kustomization, SourceFolder folder, TransformerConfig config)
{
    private static readonly FieldSpec OwnLabels = new(new Gvk("", "", ""), "metadata/labels", true);

    private readonly List<(ITransformer Transformer, string Kind)> _list = [];

    public List<(ITransformer Transformer, string Kind)> Make()
    {
        AddPatches();
        if (kustomization.Namespace.Length > 0)
        {
            Add("NamespaceTransformer", new NamespaceTransform(kustomization.Namespace, config.Namespace, unsetOnly: false, "defaultOnly"));
        }

        if (kustomization.NamePrefix.Length > 0)
        {
            Add("PrefixTransformer", MetadataTransforms.Prefix(kustomization.NamePrefix, config.NamePrefix));
        }

        if (kustomization.NameSuffix.Length > 0)
        {
            Add("SuffixTransformer", MetadataTransforms.Suffix(kustomization.NameSuffix, config.NameSuffix));
        }

        AddLabels();
        if (kustomization.CommonAnnotations.Count > 0)
        {
            Add("AnnotationsTransformer", MetadataTransforms.Pairs(kustomization.CommonAnnotations, config.CommonAnnotations));
        }

        foreach (var patch in kustomization.PatchesJson6902)
        {
            Add("PatchJson6902Transformer", ConfigText.Configure("PatchJson6902Transformer", AsOperation(patch.Written), () => PatchTransforms.Json6902(patch, folder)));
        }

        foreach (var replica in kustomization.Replicas)
        {
            Add("ReplicaCountTransformer", ValueTransforms.Replicas(replica, config.Replicas));
        }

        foreach (var image in kustomization.Images)
        {
            Add("ImageTagTransformer", new ImageTransform(image, config.Images));
        }

        if (kustomization.Replacements.Count > 0)
        {
            var written = new MapNode();
            written["Replacements"] = new ListNode(kustomization.Replacements.Select(r => r.Written));
            Add("ReplacementTransformer", ConfigText.Configure(
                "ReplacementTransformer", written, () => new ReplacementTransform(ReplacementTransform.Load(kustomization.Replacements, folder), folder.Context)));
        }

        return _list;
    }

    private void Add(string kind, ITransformer transformer) => _list.Add((transformer, kind));

    private void AddPatches()
    {
        if (kustomization.PatchesStrategicMerge.Count > 0)
        {
            Add("PatchStrategicMergeTransformer", ConfigText.Configure(
                "PatchStrategicMergeTransformer", Paths(), () => PatchTransforms.StrategicMerges(kustomization.PatchesStrategicMerge, "", folder)));
        }

        foreach (var entry in kustomization.Patches)
        {
            var patch = ConfigText.Configure("PatchTransformer", entry.Written, () => ObjectPatch.Of(entry, folder));
            Add("PatchTransformer", new Transformer(objects => patch.Apply(objects, folder.Context)));
        }
    }

    private MapNode Paths()
    {
        var map = new MapNode();
        map["paths"] = new ListNode(kustomization.PatchesStrategicMerge.Select(path => ScalarNode.Of(path)));
        return map;
    }

    // The transformer's own name for the text of a patch.
    private static MapNode AsOperation(MapNode written)
    {
        var map = (MapNode)written.Clone();
        map.Remove("options");
        if (map["patch"] is { } text)
        {
            map.Remove("patch");
            map["jsonOp"] = text;
        }

        return map;
    }

    private void AddLabels()
    {
        if (kustomization.Labels.Count == 0 && kustomization.CommonLabels.Count == 0)
        {
            return;
        }

        foreach (var label in kustomization.Labels)
        {
            Add("LabelTransformer", MetadataTransforms.Pairs(label.Pairs, Specs(label)));
        }

        Add("LabelTransformer", MetadataTransforms.Pairs(kustomization.CommonLabels, config.CommonLabels));
    }

    private IReadOnlyList<FieldSpec> Specs(LabelEntry label)
    {
        try
        {
            var specs = FieldSpec.Merge(label.Fields, config.Labels);
            if (label.IncludeSelectors)
            {
                return FieldSpec.Merge(specs, config.CommonLabels);
            }

            specs = label.IncludeTemplates ? FieldSpec.Merge(specs, config.TemplateLabels) : specs;
            return FieldSpec.Merge(specs, [OwnLabels]);
        }
        catch (BuildException e)
        {
            throw new BuildException("failed to merge labels", e);
        }
    }
}
