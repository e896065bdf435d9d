using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Finds and reads the kustomization file of a folder.</summary>
internal static class KustomizationReader
{
    private const string Version = "kustomize.config.k8s.io/v1beta1";
    private const string ComponentVersion = "kustomize.config.k8s.io/v1alpha1";

    private static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins, ThroughJson = true };

    public static Kustomization Read(SourceFolder folder)
    {
        var file = Find(folder);
        try
        {
            return Parse(folder, file);
        }
        catch (BuildException e) when (e.File is null)
        {
            throw new BuildException(e.Code, e.Message) { File = file.Path.Value, Position = e.Position, Hint = e.Hint };
        }
    }

    private static LoadedFile Find(SourceFolder folder)
    {
        var found = new List<LoadedFile>();
        foreach (var name in Names)
        {
            if (folder.TryLoad(name) is { } file)
            {
                found.Add(file with { Path = folder.Root.Child(name) });
            }
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new BuildException(
                ProblemCode.PathNotFound,
                $"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{SourceFolder.Shown(folder.Root)}'"),
            _ => throw new BuildException($"Found multiple kustomization files under: {SourceFolder.Shown(folder.Root)}\n"),
        };
    }

    private static Kustomization Parse(SourceFolder folder, LoadedFile file)
    {
        Kustomization kustomization;
        MapNode decoded;
        FieldReader fields;
        try
        {
            decoded = GoDecoder.Decode(ConfigReader.Read(file.Bytes, file.Path.Value, Options), "types.Kustomization", strict: true);
            fields = FieldReader.Of(decoded, "Kustomization");
            kustomization = Fill(fields, file.Path.Name);
        }
        catch (BuildException e) when (e.Code != ProblemCode.YamlBudget)
        {
            throw new BuildException("invalid Kustomization", e);
        }

        Warn(fields, folder.Context);
        Check(decoded, fields, kustomization, folder);
        return kustomization;
    }

    private static Kustomization Fill(FieldReader f, string name)
    {
        var kind = f.Text("kind");
        var (oldCharts, oldGlobals) = HelmFields.Split(f);
        return new Kustomization
        {
            FileName = name,
            Kind = kind.Length > 0 ? kind : Kustomization.KustomizationKind,
            Resources = [.. f.Texts("resources"), .. f.Texts("bases")],
            Components = f.Texts("components"),
            Crds = f.Texts("crds"),
            NamePrefix = f.Text("namePrefix"),
            NameSuffix = f.Text("nameSuffix"),
            Namespace = f.Text("namespace"),
            CommonLabels = f.Map("commonLabels") ?? new(StringComparer.Ordinal),
            Labels = [.. f.Structs("labels", "Label").Select(PartReader.Label)],
            CommonAnnotations = f.Map("commonAnnotations") ?? new(StringComparer.Ordinal),
            PatchesStrategicMerge = f.Texts("patchesStrategicMerge"),
            PatchesJson6902 = PartReader.Patches(f, "patchesJson6902"),
            Patches = PartReader.Patches(f, "patches"),
            Images = [.. Images(f, "images"), .. Images(f, "imageTags")],
            Replacements = PartReader.Replacements(f),
            Replicas = [.. f.Structs("replicas", "Replica").Select(r => new ReplicaEntry(r.Text("name"), r.Number("count")))],
            Vars = [.. f.Structs("vars", "Var").Select(PartReader.Var)],
            Sort = PartReader.Sort(f),
            ConfigMaps = [.. f.Structs("configMapGenerator", "ConfigMapArgs").Select(g => PartReader.Generator(g, secret: false))],
            Secrets = [.. f.Structs("secretGenerator", "SecretArgs").Select(g => PartReader.Generator(g, secret: true))],
            GeneratorOptions = PartReader.Options(f, "generatorOptions"),
            Configurations = f.Texts("configurations"),
            Generators = f.Texts("generators"),
            Transformers = f.Texts("transformers"),
            Validators = f.Texts("validators"),
            BuildMetadata = f.Texts("buildMetadata"),
            OpenApi = f.Map("openapi"),
            HelmCharts = [.. (f.Node("helmCharts") as ListNode ?? []).OfType<MapNode>(), .. oldCharts],
            HelmGlobals = f.Node("helmGlobals") as MapNode ?? oldGlobals,
        };
    }

    private static IEnumerable<ImageEntry> Images(FieldReader f, string name) => f.Structs(name, "Image").Select(PartReader.Image);

    private static void Warn(FieldReader f, BuildContext context)
    {
        Warn("bases", "resources", "");
        Warn("commonLabels", "labels", "");
        Warn("imageTags", "images", "");
        Warn("patchesJson6902", "patches", "");
        Warn("patchesStrategicMerge", "patches", "");
        Warn("vars", "replacements", "[EXPERIMENTAL] ");

        void Warn(string old, string now, string remark)
        {
            if (f.Has(old))
            {
                context.Warnings.Add(
                    $"# Warning: '{old}' is deprecated. Please use '{now}' instead. {remark}Run 'kustomize edit fix' to update your Kustomization automatically.");
            }
        }
    }

    private static void Check(MapNode decoded, FieldReader f, Kustomization kustomization, SourceFolder folder)
    {
        // An empty list counts as something, unless the field is an old one whose list goes into another.
        if (!decoded.Any(e => !(e.Key is "apiVersion" or "kind" || (e.Key is "bases" or "imageTags" or "helmChartInflationGenerator" && e.Value is ListNode { Count: 0 }))))
        {
            throw new BuildException(ProblemCode.FieldRequired, "kustomization.yaml is empty");
        }

        var errors = new List<string>();
        if (kustomization.Kind is not (Kustomization.KustomizationKind or Kustomization.ComponentKind))
        {
            errors.Add($"kind should be {Kustomization.KustomizationKind} or {Kustomization.ComponentKind}");
        }

        var wanted = kustomization.Kind == Kustomization.ComponentKind ? ComponentVersion : Version;
        if (f.Text("apiVersion") is { Length: > 0 } version && version != wanted)
        {
            errors.Add($"apiVersion for {kustomization.Kind} should be {wanted}");
        }

        if (errors.Count > 0)
        {
            throw new BuildException(
                ProblemCode.FieldInvalid, $"Failed to read kustomization file under {SourceFolder.Shown(folder.Root)}:\n{string.Join('\n', errors)}");
        }
    }
}
