using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Generators;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;
using Plumbline.Rendering.Kustomize.Replacements;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Makes transformers and generators of the built-in kinds from objects that configure them; all other plugins are refused by name.</summary>
internal static class PluginLoader
{
    public static ITransformer Transformer(KObject config, SourceFolder folder) => Configure(config, folder, () =>
    {
        var f = Fields(config);
        return config.Kind switch
        {
            "PrefixSuffixTransformer" => Both(MetadataTransforms.Prefix(f.Text("prefix"), Specs(f)), MetadataTransforms.Suffix(f.Text("suffix"), Specs(f))),
            "PrefixTransformer" => MetadataTransforms.Prefix(f.Text("prefix"), Specs(f)),
            "SuffixTransformer" => MetadataTransforms.Suffix(f.Text("suffix"), Specs(f)),
            "LabelTransformer" => MetadataTransforms.Pairs(f.Map("labels") ?? [], PartReader.FieldSpecs(f, "fieldSpecs")),
            "AnnotationsTransformer" => MetadataTransforms.Pairs(f.Map("annotations") ?? [], PartReader.FieldSpecs(f, "fieldSpecs")),
            "NamespaceTransformer" => Namespace(f),
            "ImageTagTransformer" => new ImageTransform(
                f.Struct("imageTag", "Image") is { } image ? PartReader.Image(image) : new ImageEntry("", "", "", "", ""), PartReader.FieldSpecs(f, "fieldSpecs")),
            "ReplicaCountTransformer" => ValueTransforms.Replicas(
                f.Struct("replica", "Replica") is { } replica ? new ReplicaEntry(replica.Text("name"), replica.Number("count")) : new ReplicaEntry("", 0),
                PartReader.FieldSpecs(f, "fieldSpecs")),
            "PatchTransformer" => Patch(f, config, folder),
            "PatchStrategicMergeTransformer" => PatchTransforms.StrategicMerges(f.Texts("paths"), f.Text("patches"), folder),
            "PatchJson6902Transformer" => PatchTransforms.Json6902(
                new PatchEntry(f.Text("path"), f.Text("jsonOp"), PartReader.Selector(f, "target"), false, false, config.Map), folder),
            "ReplacementTransformer" => new ReplacementTransform(
                ReplacementTransform.Load([.. f.Structs("replacements", "ReplacementField").Select(PartReader.Replacement)], folder), folder.Context),
            "ValueAddTransformer" => ValueAdd(f, folder),
            "HashTransformer" => new Transformer(RootKustomization.AddHashes),
            "HelmChartInflationGenerator" when !folder.Context.Options.EnableHelm => throw ChartObjects.NotEnabled(),
            "ConfigMapGenerator" or "SecretGenerator" or "IAMPolicyGenerator" or "HelmChartInflationGenerator" => throw Unsuited(config, "transformer"),
            _ => throw Unknown(config, folder),
        };
    });

    /// <summary>A generator, configured; what goes wrong when it runs is told without its name.</summary>
    public static Func<IReadOnlyList<KObject>> Generator(KObject config, SourceFolder folder)
    {
        if (config.ApiVersion == "builtin" && config.Kind is not ("ConfigMapGenerator" or "SecretGenerator" or "IAMPolicyGenerator" or "HelmChartInflationGenerator"))
        {
            // A configuration that is wrong in itself is told before that it is the wrong sort.
            _ = Transformer(config, folder);
        }

        return Configure(config, folder, () => Made(config, folder));
    }

    private static Func<IReadOnlyList<KObject>> Made(KObject config, SourceFolder folder)
    {
        switch (config.Kind)
        {
            case "ConfigMapGenerator" or "SecretGenerator":
                var f = Fields(config);
                var meta = f.Struct("metadata", "ObjectMeta");
                var entry = PartReader.Generator(f, config.Kind == "SecretGenerator");
                entry = entry with
                {
                    Name = entry.Name.Length > 0 ? entry.Name : meta?.Text("name") ?? "",
                    Namespace = entry.Namespace.Length > 0 ? entry.Namespace : meta?.Text("namespace") ?? "",
                };
                return () => [ObjectGenerator.Generate(entry, entry.Options, folder, config.Kind == "SecretGenerator")];
            case "IAMPolicyGenerator":
                var policy = Fields(config);
                return () => [IamPolicy(policy)];
            case "HelmChartInflationGenerator":
                return ChartObjects.OfPlugin(folder, config.Map);
            default:
                throw Unsuited(config, "generator");
        }
    }

    private static BuildException Unsuited(KObject config, string wanted) =>
        new(KustomizeProblem.Refused, $"plugin {config.Id} not a {wanted}");

    private static FieldReader Fields(KObject config)
    {
        var type = $"builtins.{config.Kind}Plugin";
        if (GoStructs.Of(type) is null)
        {
            return FieldReader.Of(config.Map, config.Kind);
        }

        try
        {
            return FieldReader.Of(GoDecoder.Decode(config.Map, type, strict: false, writesTexts: true), config.Kind);
        }
        catch (BuildException e)
        {
            throw new BuildException($"{(config.Kind == "NamespaceTransformer" ? "unmarshalling NamespaceTransformer config: " : "")}error unmarshaling JSON: while decoding JSON", e);
        }
    }

    private static T Configure<T>(KObject config, SourceFolder folder, Func<T> make)
    {
        if (config.ApiVersion != "builtin")
        {
            throw Refused(folder, $"external plugins disabled; unable to load external plugin '{config.Kind}'");
        }

        RepeatedKeys.CheckConfiguration(config, folder.Context);
        try
        {
            return make();
        }
        catch (BuildException e) when (e.Code != KustomizeProblem.Refused)
        {
            throw new BuildException($"plugin {config.Id} fails configuration", e);
        }
    }

    private static BuildException Unknown(KObject config, SourceFolder folder) => Refused(folder, $"unable to load builtin {config.Gvk}");

    private static BuildException Refused(SourceFolder folder, string message) => new(KustomizeProblem.Refused, message)
    {
        File = folder.Root.Value.Length > 0 ? folder.Root.Value : null,
        Hint = "Programs, Go plugins and containers are never run here; use the built-in transformers, or render in the pipeline and commit the result.",
    };

    private static List<FieldSpec> Specs(FieldReader f) =>
        f.Has("fieldSpecs") ? PartReader.FieldSpecs(f, "fieldSpecs") : throw new BuildException("fieldSpecs is not expected to be nil");

    private static Transformer Both(ITransformer first, ITransformer second) => new(objects =>
    {
        first.Apply(objects);
        second.Apply(objects);
    });

    private static NamespaceTransform Namespace(FieldReader f)
    {
        var mode = f.Text("setRoleBindingSubjects");
        NamespaceTransform.CheckMode(mode);
        return new NamespaceTransform(
            f.Struct("metadata", "ObjectMeta")?.Text("namespace") ?? "", PartReader.FieldSpecs(f, "fieldSpecs"), f.Flag("unsetOnly"), mode);
    }

    private static Transformer Patch(FieldReader f, KObject config, SourceFolder folder)
    {
        var patch = ObjectPatch.Of(PartReader.Patch(f, config.Map), folder);
        return new Transformer(objects => patch.Apply(objects, folder.Context));
    }

    private static Transformer ValueAdd(FieldReader f, SourceFolder folder)
    {
        var value = f.Text("value").Trim();
        value = value.Length > 0 ? value : folder.Root.Name;
        var targets = f.Structs("targets", "Target");
        if (f.Text("targetFilePath") is { Length: > 0 } path)
        {
            targets.AddRange(FieldReader.Of(ConfigReader.Read(folder, path), "Targets").Structs("targets", "Target"));
        }

        if (targets.Count == 0)
        {
            throw new BuildException("must specify at least one target");
        }

        var adds = new List<ITransformer>();
        foreach (var target in targets)
        {
            var fieldPath = target.Text("fieldPath");
            var position = target.Number("filePathPosition");
            if (fieldPath.Length == 0)
            {
                throw new BuildException("fieldPath cannot be empty");
            }

            if (position < 0)
            {
                throw new BuildException($"value of FilePathPosition ({position}) cannot be negative");
            }

            adds.Add(ValueTransforms.Add(value, PartReader.Selector(target, "selector"), fieldPath, (int)Math.Min(position, int.MaxValue)));
        }

        return new Transformer(objects => adds.ForEach(add => add.Apply(objects)));
    }

    private static KObject IamPolicy(FieldReader f)
    {
        if (f.Text("cloud") is var cloud && cloud != "gke")
        {
            throw new BuildException($"cloud provider {cloud} not supported yet");
        }

        var account = f.Struct("serviceAccount", "ServiceAccount");
        var annotations = new MapNode();
        annotations["iam.gke.io/gcp-service-account"] = ScalarNode.Of($"{account?.Text("name")}@{account?.Text("projectId")}.iam.gserviceaccount.com");
        var service = f.Struct("kubernetesService", "KubernetesService");
        var metadata = new MapNode();
        metadata["annotations"] = annotations;
        metadata["name"] = ScalarNode.Of(service?.Text("name") ?? "");
        if (service?.Text("namespace") is { Length: > 0 } space)
        {
            metadata["namespace"] = ScalarNode.Of(space);
        }

        var root = new MapNode();
        root["apiVersion"] = ScalarNode.Of("v1");
        root["kind"] = ScalarNode.Of("ServiceAccount");
        root["metadata"] = metadata;
        return new KObject(root);
    }
}
