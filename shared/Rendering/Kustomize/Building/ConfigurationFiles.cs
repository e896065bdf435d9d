using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Reads what <c>configurations</c> and <c>crds</c> add to the table of fields.</summary>
internal static class ConfigurationFiles
{
    private const int MaxDepth = 64;

    public static TransformerConfig Read(SourceFolder folder, IReadOnlyList<string> paths)
    {
        var config = TransformerConfig.Empty;
        foreach (var path in paths)
        {
            var root = ConfigReader.ReadStrict(folder, path);
            try
            {
                config = config.Merge(Of(FieldReader.Of(GoDecoder.Decode(root, "builtinconfig.TransformerConfig", strict: true, writesTexts: true), "TransformerConfig")));
            }
            catch (BuildException e) when (e.Code is ProblemCode.FieldInvalid or ProblemCode.FieldUnknown)
            {
                throw new BuildException("error unmarshaling JSON: while decoding JSON", e);
            }
        }

        return config;
    }

    public static TransformerConfig ReadCrds(SourceFolder folder, IReadOnlyList<string> paths)
    {
        var config = TransformerConfig.Empty;
        foreach (var path in paths)
        {
            if (ConfigReader.Read(folder, path) is not MapNode types)
            {
                throw new BuildException($"unable to parse open API definition from '{path}'");
            }

            foreach (var type in types)
            {
                var properties = Properties(type.Value);
                if (properties is not null && properties.Has("kind") && properties.Has("apiVersion") && properties.Has("metadata"))
                {
                    var kind = new Gvk("", "", type.Key[(type.Key.LastIndexOf('.') + 1)..]);
                    config = config.Merge(OfType(types, kind, properties, [], 0));
                }
            }
        }

        return config;
    }

    private static TransformerConfig Of(FieldReader f) => new()
    {
        NamePrefix = PartReader.FieldSpecs(f, "namePrefix"),
        NameSuffix = PartReader.FieldSpecs(f, "nameSuffix"),
        Namespace = PartReader.FieldSpecs(f, "namespace"),
        CommonLabels = PartReader.FieldSpecs(f, "commonLabels"),
        Labels = PartReader.FieldSpecs(f, "labels"),
        TemplateLabels = PartReader.FieldSpecs(f, "templateLabels"),
        CommonAnnotations = PartReader.FieldSpecs(f, "commonAnnotations"),
        NameReferences = TransformerConfig.MergeReferences([], f.Structs("nameReference", "NameBackReferences")
            .Select(r => new NameReference(new Gvk(r.Text("group"), r.Text("version"), r.Text("kind")), PartReader.FieldSpecs(r, "fieldSpecs")))),
        VarReference = PartReader.FieldSpecs(f, "varReference"),
        Images = PartReader.FieldSpecs(f, "images"),
        Replicas = PartReader.FieldSpecs(f, "replicas"),
    };

    private static MapNode? Properties(Node type) => ((type as MapNode)?["Schema"] ?? (type as MapNode)?["schema"]) is MapNode schema ? schema["properties"] as MapNode : null;

    private static TransformerConfig OfType(MapNode types, Gvk kind, MapNode properties, List<string> path, int depth)
    {
        var config = TransformerConfig.Empty;
        if (depth > MaxDepth)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the definitions in crds refer to one another more than {MaxDepth} levels deep");
        }

        foreach (var entry in properties)
        {
            if (entry.Value is not MapNode property)
            {
                continue;
            }

            List<string> here = [.. path, entry.Key];
            var spec = new FieldSpec(kind, string.Join('/', here), false);
            config = config.Merge(new TransformerConfig
            {
                CommonAnnotations = property.Has("x-kubernetes-annotation") ? [spec] : [],
                CommonLabels = property.Has("x-kubernetes-label-selector") ? [spec] : [],
                NamePrefix = property.Has("x-kubernetes-identity") ? [spec] : [],
                NameReferences = Reference(kind, property, here) is { } reference ? [reference] : [],
            });
            if (KObject.TextOf(property["$ref"]) is { Length: > 0 } other && types[other] is { } target && Properties(target) is { } inner)
            {
                config = config.Merge(OfType(types, kind, inner, here, depth + 1));
            }
        }

        return config;
    }

    private static NameReference? Reference(Gvk kind, MapNode property, List<string> path)
    {
        var version = KObject.TextOf(property["x-kubernetes-object-ref-api-version"]);
        var target = KObject.TextOf(property["x-kubernetes-object-ref-kind"]);
        if (version.Length == 0 || target.Length == 0)
        {
            return null;
        }

        var key = KObject.TextOf(property["x-kubernetes-object-ref-name-key"]) is { Length: > 0 } named ? named : "name";
        return new NameReference(new Gvk("", version, target), [new FieldSpec(kind, string.Join('/', [.. path, key]), false)]);
    }
}
