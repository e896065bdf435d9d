using Plumbline.Core.Objects;

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
        if (old.Map[field] is not MapNode from)
        {
            return;
        }

        if (item.Map[field] is not MapNode into)
        {
            into = new MapNode();
            item.Map[field] = into;
        }

        foreach (var entry in from)
        {
            if (!into.Has(entry.Key))
            {
                into.Set(entry.Key, entry.Value.Clone());
            }
        }
    }
}
