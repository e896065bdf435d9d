using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>What a generator with behavior merge or replace takes over from the object it meets.</summary>
internal static class GeneratedMerge
{
    public static void Onto(KObject old, KObject item)
    {
        TakeMetadata(old, item);
        if (item.Behavior == GenerationBehavior.Merge)
        {
            MergeField(old, item, "data");
            MergeField(old, item, "binaryData");
        }
    }

    private static void TakeMetadata(KObject old, KObject item)
    {
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            var merged = old.StringMap(field);
            foreach (var (key, value) in item.StringMap(field))
            {
                merged[key] = value;
            }

            item.SetStringMap(field, merged);
        }

        item.Name = old.Name;
        item.Namespace = old.Namespace;

        // The old object's memory wins, but whether a hash is wanted has to be said by both.
        item.NeedsHash = item.NeedsHash && old.NeedsHash;
        item.TakeHistory(old);
        item.IsGenerated |= old.IsGenerated;
        item.Origin = item.Behavior == GenerationBehavior.Merge ? old.Origin ?? item.Origin : item.Origin ?? old.Origin;
        item.Transformations.AddRange(old.Transformations);
    }

    private static void MergeField(KObject old, KObject item, string field)
    {
        var into = item.Map[field] as MapNode ?? new MapNode();
        foreach (var entry in old.Map[field] as MapNode ?? new MapNode())
        {
            if (!into.Has(entry.Key))
            {
                into.Set(entry.Key, entry.Value is ScalarNode { Kind: NodeKind.String } text ? text : ScalarWriting.Made(KObject.TextOf(entry.Value)));
            }
        }

        // Without any entry the field goes.
        if (into.Count > 0)
        {
            item.Map[field] = into;
        }
        else
        {
            item.Map.Remove(field);
        }
    }
}
