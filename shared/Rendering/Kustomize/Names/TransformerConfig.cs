using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Schema;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>Where names, namespaces, labels, images and so on lie: the built-in table, with what <c>configurations</c> and <c>crds</c> add.</summary>
internal sealed record TransformerConfig
{
    public static TransformerConfig Empty { get; } = new();

    public static TransformerConfig Default { get; } = Load().Sorted();

    public IReadOnlyList<FieldSpec> NamePrefix { get; init; } = [];

    public IReadOnlyList<FieldSpec> NameSuffix { get; init; } = [];

    public IReadOnlyList<FieldSpec> Namespace { get; init; } = [];

    public IReadOnlyList<FieldSpec> CommonLabels { get; init; } = [];

    public IReadOnlyList<FieldSpec> Labels { get; init; } = [];

    public IReadOnlyList<FieldSpec> TemplateLabels { get; init; } = [];

    public IReadOnlyList<FieldSpec> CommonAnnotations { get; init; } = [];

    public IReadOnlyList<NameReference> NameReferences { get; init; } = [];

    public IReadOnlyList<FieldSpec> VarReference { get; init; } = [];

    public IReadOnlyList<FieldSpec> Images { get; init; } = [];

    public IReadOnlyList<FieldSpec> Replicas { get; init; } = [];

    /// <summary>This and what <paramref name="other"/> adds, in the order of kinds.</summary>
    public TransformerConfig Merge(TransformerConfig other)
    {
        if (ReferenceEquals(this, other) || ReferenceEquals(other, Empty))
        {
            return this;
        }

        if (ReferenceEquals(this, Empty) && ReferenceEquals(other, Default))
        {
            return other;
        }

        return new TransformerConfig
        {
            NamePrefix = Merge("NamePrefix", NamePrefix, other.NamePrefix),
            NameSuffix = Merge("NameSuffix", NameSuffix, other.NameSuffix),
            Namespace = Merge("NameSpace", Namespace, other.Namespace),
            CommonAnnotations = Merge("CommonAnnotations", CommonAnnotations, other.CommonAnnotations),
            CommonLabels = Merge("CommonLabels", CommonLabels, other.CommonLabels),
            Labels = Merge("Labels", Labels, other.Labels),
            TemplateLabels = Merge("TemplateLabels", TemplateLabels, other.TemplateLabels),
            VarReference = Merge("VarReference", VarReference, other.VarReference),
            NameReferences = MergeReferences(NameReferences, other.NameReferences),
            Images = Merge("Images", Images, other.Images),
            Replicas = Merge("Replicas", Replicas, other.Replicas),
        }.Sorted();
    }

    public static List<NameReference> MergeReferences(IReadOnlyList<NameReference> into, IEnumerable<NameReference> more)
    {
        var result = new List<NameReference>(into);
        foreach (var reference in more)
        {
            var at = result.FindIndex(known => known.Target == reference.Target);
            if (at < 0)
            {
                result.Add(reference);
            }
            else
            {
                result[at] = result[at] with { Referrers = Merge("NameReference", result[at].Referrers, reference.Referrers) };
            }
        }

        return result;
    }

    private TransformerConfig Sorted() => this with
    {
        NamePrefix = Sort(NamePrefix),
        NameSuffix = Sort(NameSuffix),
        Namespace = Sort(Namespace),
        CommonLabels = Sort(CommonLabels),
        Labels = Sort(Labels),
        TemplateLabels = Sort(TemplateLabels),
        CommonAnnotations = Sort(CommonAnnotations),
        NameReferences = [.. NameReferences.OrderBy(r => r.Target, KindOrder.Comparer)],
        VarReference = Sort(VarReference),
        Images = Sort(Images),
        Replicas = Sort(Replicas),
    };

    private static IReadOnlyList<FieldSpec> Sort(IReadOnlyList<FieldSpec> specs) => [.. specs.OrderBy(s => s.Gvk, KindOrder.Comparer)];

    private static List<FieldSpec> Merge(string name, IReadOnlyList<FieldSpec> into, IReadOnlyList<FieldSpec> more)
    {
        try
        {
            return FieldSpec.Merge(into, more);
        }
        catch (BuildException e)
        {
            throw new BuildException($"failed to merge {name} fieldSpec", e);
        }
    }

    private static TransformerConfig Load()
    {
        var lists = new Dictionary<string, List<FieldSpec>>(StringComparer.Ordinal);
        var references = new List<(Gvk Target, FieldSpec Spec)>();
        foreach (var line in EmbeddedText.Lines("field-specs.txt"))
        {
            var p = line.Split('|');
            var spec = new FieldSpec(new Gvk(p[4], p[3], p[2]), p[1], p[5] == "create");
            if (p.Length > 6)
            {
                references.Add((new Gvk(p[8], p[7], p[6]), spec));
                continue;
            }

            if (!lists.TryGetValue(p[0], out var list))
            {
                lists[p[0]] = list = [];
            }

            list.Add(spec);
        }

        return new TransformerConfig
        {
            NamePrefix = lists["namePrefix"],
            NameSuffix = lists["nameSuffix"],
            Namespace = lists["namespace"],
            CommonLabels = lists["commonLabels"],
            TemplateLabels = lists["templateLabels"],
            CommonAnnotations = lists["commonAnnotations"],
            NameReferences = [.. references.GroupBy(r => r.Target).Select(g => new NameReference(g.Key, [.. g.Select(r => r.Spec)]))],
            VarReference = lists["varReference"],
            Images = lists["images"],
            Replicas = lists["replicas"],
        };
    }
}
