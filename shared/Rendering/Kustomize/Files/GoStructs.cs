namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>A field of a struct: its name in JSON, the embedded structs it comes through, its type as Go writes it, and whether its zero value is printed.</summary>
internal sealed record GoField(string Name, string Through, string Type, bool IsAlwaysPrinted)
{
    /// <summary>The field as a step of the path in a message.</summary>
    public string Step => Through.Length == 0 ? Name : $"{Through}.{Name}";
}

/// <summary>
/// The structs that kustomize decodes its files into, as tables: which names there are, and what type is asked of each. A line is
/// <c>NAME: [THROUGH/]field type, …</c>; a <c>!</c> behind the name says that the field is printed even when it holds nothing.
/// </summary>
internal static class GoStructs
{
    private const string Id = "ResId.Gvk/group string, ResId.Gvk/version string, ResId.Gvk/kind string, ResId/name string, ResId/namespace string";
    private const string Generator =
        "GeneratorArgs/namespace string, GeneratorArgs/name string, GeneratorArgs/behavior string, GeneratorArgs.KvPairSources/literals []string, " +
        "GeneratorArgs.KvPairSources/files []string, GeneratorArgs.KvPairSources/envs []string, GeneratorArgs.KvPairSources/env string, " +
        "GeneratorArgs/options *types.GeneratorOptions";

    private const string FieldSpecs = "fieldSpecs []types.FieldSpec";

    private static readonly Dictionary<string, Dictionary<string, GoField>> Structs = Read(
        "types.Kustomization: TypeMeta/kind string, TypeMeta/apiVersion string, metadata *types.ObjectMeta, openapi map[string]string, namePrefix string, " +
            "nameSuffix string, namespace string, commonLabels map[string]string, labels []types.Label, commonAnnotations map[string]string, " +
            "patchesStrategicMerge []types.PatchStrategicMerge, patchesJson6902 []types.Patch, patches []types.Patch, images []types.Image, " +
            "imageTags []types.Image, replacements []types.ReplacementField, replicas []types.Replica, vars []types.Var, sortOptions *types.SortOptions, " +
            "resources []string, components []string, crds []string, bases []string, configMapGenerator []types.ConfigMapArgs, " +
            "secretGenerator []types.SecretArgs, helmGlobals *types.HelmGlobals, helmCharts []types.HelmChart, " +
            "helmChartInflationGenerator []types.HelmChartArgs, generatorOptions *types.GeneratorOptions, configurations []string, generators []string, " +
            "transformers []string, validators []string, buildMetadata []string",
        "types.ObjectMeta: name string, namespace string, labels map[string]string, annotations map[string]string",
        "types.Label: pairs map[string]string, includeSelectors bool, includeTemplates bool, fields []types.FieldSpec",
        "types.FieldSpec: Gvk/group string, Gvk/version string, Gvk/kind string, path string, create bool",
        "types.Patch: path string, patch string, target *types.Selector, options *types.PatchArgs",
        "types.PatchArgs: allowNameChange bool, allowKindChange bool",
        $"types.Selector: {Id}, annotationSelector string, labelSelector string",
        "types.Image: name string, newName string, tagSuffix string, newTag string, digest string",
        "types.ReplacementField: Replacement/source *types.SourceSelector, Replacement/targets []*types.TargetSelector, Replacement/sourceValue *string, path string",
        "types.Replacement: source *types.SourceSelector, targets []*types.TargetSelector, sourceValue *string",
        $"types.SourceSelector: {Id}, fieldPath string, options *types.FieldOptions",
        "types.TargetSelector: select! *types.Selector, reject []*types.Selector, fieldPaths []string, options *types.FieldOptions",
        "types.FieldOptions: delimiter string, index int, encoding string, create bool",
        "types.Replica: name string, count! int64",
        "types.Var: name! string, objref! types.Target, fieldref types.FieldSelector",
        "types.Target: apiVersion string, Gvk/group string, Gvk/version string, Gvk/kind string, name! string, namespace string",
        "types.FieldSelector: fieldPath string",
        "types.SortOptions: order types.SortOrder, legacySortOptions *types.LegacySortOptions",
        "types.LegacySortOptions: orderFirst! []string, orderLast! []string",
        $"types.ConfigMapArgs: {Generator}",
        $"types.SecretArgs: {Generator}, type string",
        "types.GeneratorOptions: labels map[string]string, annotations map[string]string, disableNameSuffixHash bool, immutable bool",
        "types.HelmGlobals: chartHome string, configHome string",
        "types.HelmChart: name string, version string, repo string, releaseName string, namespace string, additionalValuesFiles []string, valuesFile string, " +
            "valuesInline map[string]interface {}, valuesMerge string, includeCRDs bool, skipHooks bool, apiVersions []string, kubeVersion string, " +
            "nameTemplate string, skipTests bool, debug bool, devel bool",
        "types.HelmChartArgs: chartName string, chartVersion string, chartRepoUrl string, chartHome string, chartRepoName string, helmBin string, " +
            "helmHome string, values string, valuesLocal map[string]interface {}, valuesMerge string, releaseName string, releaseNamespace string, extraArgs []string",
        "builtinconfig.TransformerConfig: namePrefix types.FsSlice, nameSuffix types.FsSlice, namespace types.FsSlice, commonLabels types.FsSlice, " +
            "labels types.FsSlice, templateLabels types.FsSlice, commonAnnotations types.FsSlice, nameReference builtinconfig.nbrSlice, " +
            "varReference types.FsSlice, images types.FsSlice, replicas types.FsSlice",
        "builtinconfig.NameBackReferences: Gvk/group string, Gvk/version string, Gvk/kind string, fieldSpecs types.FsSlice",
        $"builtins.PrefixTransformerPlugin: prefix string, {FieldSpecs}",
        $"builtins.SuffixTransformerPlugin: suffix string, {FieldSpecs}",
        $"builtins.LabelTransformerPlugin: labels map[string]string, {FieldSpecs}",
        $"builtins.AnnotationsTransformerPlugin: annotations map[string]string, {FieldSpecs}",
        $"builtins.NamespaceTransformerPlugin: metadata types.ObjectMeta, {FieldSpecs}, unsetOnly bool, setRoleBindingSubjects namespace.RoleBindingSubjectMode",
        $"builtins.ImageTagTransformerPlugin: imageTag types.Image, {FieldSpecs}",
        $"builtins.ReplicaCountTransformerPlugin: replica types.Replica, {FieldSpecs}",
        "builtins.PatchTransformerPlugin: path string, patch string, target *types.Selector, options *types.PatchArgs",
        "builtins.PatchStrategicMergeTransformerPlugin: paths []types.PatchStrategicMerge, patches string",
        "builtins.PatchJson6902TransformerPlugin: target *types.Selector, path string, jsonOp string",
        "builtins.ReplacementTransformerPlugin: replacements []types.ReplacementField",
        $"builtins.ConfigMapGeneratorPlugin: metadata types.ObjectMeta, {Generator.Replace("GeneratorArgs", "ConfigMapArgs.GeneratorArgs", StringComparison.Ordinal)}",
        $"builtins.SecretGeneratorPlugin: metadata types.ObjectMeta, {Generator.Replace("GeneratorArgs", "SecretArgs.GeneratorArgs", StringComparison.Ordinal)}, SecretArgs/type string");

    /// <summary>The fields of a struct, found in any case; null for a type that is no struct.</summary>
    public static Dictionary<string, GoField>? Of(string type) => Structs.GetValueOrDefault(type);

    /// <summary>What a list type holds; null for a type that is no list.</summary>
    public static string? ItemOf(string type) => type switch
    {
        "types.FsSlice" => "types.FieldSpec",
        "builtinconfig.nbrSlice" => "builtinconfig.NameBackReferences",
        _ => type.StartsWith("[]", StringComparison.Ordinal) ? type[2..] : null,
    };

    private static Dictionary<string, Dictionary<string, GoField>> Read(params ReadOnlySpan<string> lines)
    {
        var result = new Dictionary<string, Dictionary<string, GoField>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var fields = new Dictionary<string, GoField>(StringComparer.OrdinalIgnoreCase);
            foreach (var part in line[(colon + 2)..].Split(", "))
            {
                var space = part.IndexOf(' ', StringComparison.Ordinal);
                var slash = part.IndexOf('/', StringComparison.Ordinal);
                var through = slash >= 0 && slash < space ? part[..slash] : "";
                var name = part[(through.Length > 0 ? slash + 1 : 0)..space];
                fields[name.TrimEnd('!')] = new GoField(name.TrimEnd('!'), through, part[(space + 1)..], name.EndsWith('!'));
            }

            result[line[..colon]] = fields;
        }

        return result;
    }
}
