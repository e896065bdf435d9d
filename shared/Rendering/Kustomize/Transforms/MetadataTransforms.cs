using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Labels, annotations, prefixes and suffixes.</summary>
internal static class MetadataTransforms
{
    private static readonly Gvk[] KeepTheirName =
        [new("", "", "CustomResourceDefinition"), new("apiregistration.k8s.io", "", "APIService"), new("", "", "Namespace")];

    /// <summary>Sets labels or annotations in all fields of <paramref name="specs"/>.</summary>
    public static ITransformer Pairs(SortedDictionary<string, string> pairs, IReadOnlyList<FieldSpec> specs) => new Transformer(objects =>
    {
        if (pairs.Count == 0)
        {
            return;
        }

        foreach (var item in objects.Items)
        {
            if (!item.IsEmpty)
            {
                SetPairs(item, pairs, specs);
            }
        }
    });

    public static ITransformer Prefix(string prefix, IReadOnlyList<FieldSpec> specs) => Rename(specs, item => item.AddPrefix(prefix), prefix, name => prefix + name);

    public static ITransformer Suffix(string suffix, IReadOnlyList<FieldSpec> specs) => Rename(specs, item => item.AddSuffix(suffix), suffix, name => name + suffix);

    private static void SetPairs(KObject item, SortedDictionary<string, string> pairs, IReadOnlyList<FieldSpec> specs)
    {
        var places = new List<(MapNode Holder, string Key, string Path)>();
        foreach (var (key, value) in pairs)
        {
            var made = ScalarWriting.Made(value);
            foreach (var spec in specs)
            {
                FieldVisitor.Visit(item, spec, FieldCreation.Map, node =>
                {
                    var fields = ManifestReader.Map(node);
                    if (fields[key] is { } old)
                    {
                        fields[key] = ScalarWriting.Typed(old, value);
                    }
                    else
                    {
                        fields[key] = made;
                        places.Add((fields, key, spec.Path));
                    }

                    return node;
                });
            }

            if (places.Count > 1)
            {
                (item.Shared ??= new SharedTexts()).Add(places);
                places = [];
            }

            places.Clear();
        }
    }

    private static Transformer Rename(IReadOnlyList<FieldSpec> specs, Action<KObject> remember, string affix, Func<string, string> rename) => new(objects =>
    {
        foreach (var item in objects.Items)
        {
            if (item.IsEmpty)
            {
                continue;
            }

            var id = item.OriginalId;
            if (Array.Exists(KeepTheirName, kind => id.Gvk.IsSelected(kind)))
            {
                continue;
            }

            foreach (var spec in specs)
            {
                if (!id.Gvk.IsSelected(spec.Gvk))
                {
                    continue;
                }

                if (spec.Path == "metadata/name" && affix.Length > 0)
                {
                    remember(item);
                    item.StoreId();
                }

                FieldVisitor.Visit(item, spec, FieldCreation.Text, node => ScalarWriting.Text(node, rename(KObject.TextOf(node))));
            }
        }

        objects.Changed();
    });
}
