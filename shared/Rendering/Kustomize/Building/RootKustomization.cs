using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Generators;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>A whole build: what the root kustomization gathers, then hashes, references, variables and order, which are settled once for all.</summary>
internal static class RootKustomization
{
    /// <summary>Builds the root kustomization.</summary>
    public static ObjectSet Build(SourceFolder folder)
    {
        var context = folder.Context;
        context.Visit(folder.Root, 0);
        var kustomization = KustomizationReader.Read(folder);
        kustomization = context.Options.Overrides is { } overrides ? OverrideOverlay.Apply(kustomization, overrides, folder) : kustomization;

        OpenApiField.Load(folder, kustomization);
        var builder = new KustomizationBuilder(folder, kustomization, null);
        var gathered = builder.Accumulate(new Accumulator());
        var objects = gathered.Objects;
        AddHashes(objects);
        new NameReferenceFixer(objects).Fix(gathered.Config.NameReferences);
        objects.Changed();
        Variables.Resolve(objects, gathered.Vars, gathered.Config.VarReference);
        DropLocal(objects);
        Order(objects, kustomization, context.Options);
        BuildAnnotations.Finish(objects, kustomization.BuildMetadata, context.Options.ManagedByLabel);
        return objects;
    }

    /// <summary>Gives every made object its hash suffix.</summary>
    public static void AddHashes(ObjectSet objects)
    {
        foreach (var item in objects.Items)
        {
            if (!item.IsEmpty && item.NeedsHash)
            {
                var hash = HashSuffix.Of(item);
                item.StoreId();
                item.Name = $"{item.Name}-{hash}";
            }
        }

        objects.Changed();
    }

    private static void DropLocal(ObjectSet objects)
    {
        foreach (var item in objects.Items)
        {
            if (!item.IsEmpty && (item.Kind.Length == 0 || item.Name.Length == 0))
            {
                var shown = (Core.Objects.MapNode)item.Map.Clone();
                ClaimedMemory.Show(item, shown);
                ManifestReader.Validate(shown);
            }
        }

        objects.Reset([.. objects.Items.Where(item => !item.IsEmpty && item.Annotation("config.kubernetes.io/local-config") is null or "false")]);
    }

    private static void Order(ObjectSet objects, Kustomization kustomization, KustomizeOptions options)
    {
        if (kustomization.Sort is { } sort)
        {
            SortOrder.Apply(objects, sort);
        }
        else if (options.Reorder != Reordering.None)
        {
            objects.Reset(KindOrder.Sort(objects.Items, KindOrder.First, KindOrder.Last));
        }
    }
}
