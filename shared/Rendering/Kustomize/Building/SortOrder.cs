using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Brings objects into the order they are printed in.</summary>
internal static class SortOrder
{
    public static void Apply(ObjectSet objects, SortEntry entry)
    {
        if (entry.Order is not ("fifo" or "legacy"))
        {
            throw new BuildException("the field 'sortOptions.order' must be one of [fifo, legacy]");
        }

        var hasLegacy = entry.First is not null || entry.Last is not null;
        if (entry.Order == "fifo")
        {
            if (hasLegacy)
            {
                throw new BuildException("the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'");
            }

            return;
        }

        objects.Reset(hasLegacy
            ? KindOrder.Sort(objects.Items, entry.First ?? [], entry.Last ?? [])
            : KindOrder.Sort(objects.Items, KindOrder.First, KindOrder.Last));
    }
}
