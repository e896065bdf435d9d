using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>Finds the objects a target means.</summary>
internal sealed class ObjectSelector
{
    private readonly Pattern _group;
    private readonly Pattern _version;
    private readonly Pattern _kind;
    private readonly Pattern _name;
    private readonly Pattern _namespace;
    private readonly LabelSelector _labels;
    private readonly LabelSelector _annotations;

    public ObjectSelector(TargetSelector target)
    {
        _group = Pattern.Whole(target.Group);
        _version = Pattern.Whole(target.Version);
        _kind = Pattern.Whole(target.Kind);
        _name = Pattern.Whole(target.Name);
        _namespace = Pattern.Whole(target.Namespace);
        _labels = LabelSelector.Parse(target.LabelSelector);
        _annotations = LabelSelector.Parse(target.AnnotationSelector);
    }

    public List<KObject> Select(ObjectSet objects) => [.. objects.Items.Where(Fits)];

    /// <summary>Whether identity, labels and annotations fit an id the object has or had first.</summary>
    public bool Fits(KObject item)
    {
        if (item.IsEmpty)
        {
            return false;
        }

        var now = item.Id;
        var first = item.OriginalId;
        return (_namespace.Fits(first.EffectiveNamespace) || _namespace.Fits(now.EffectiveNamespace)) &&
            (_name.Fits(first.Name) || _name.Fits(now.Name)) && FitsKind(now.Gvk) && FitsLabels(item);
    }

    public bool FitsLabels(KObject item) => _labels.Matches(item.Metadata("labels")) && _annotations.Matches(item.Metadata("annotations"));

    /// <summary>Whether one identity fits, labels aside.</summary>
    public bool FitsId(ResId id) => FitsKind(id.Gvk) && _name.Fits(id.Name) && _namespace.Fits(id.EffectiveNamespace);

    private bool FitsKind(Gvk gvk) => _group.Fits(gvk.Group) && _version.Fits(gvk.Version) && _kind.Fits(gvk.Kind);
}
