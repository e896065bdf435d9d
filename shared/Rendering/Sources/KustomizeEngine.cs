using Plumbline.Core.Charts;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>Kustomizations as a source, with what the Application sets on top (SRC-17). Keeps parsed files and results for all applications.</summary>
internal sealed class KustomizeEngine(KustomizeCache cache, HelmTemplate helm, IChartArchives archives, RenderingOptions instance) : ISourceEngine
{
    public SourceType Type => SourceType.Kustomize;

    public EngineOutput Render(EngineInput input, CancellationToken token)
    {
        var application = input.Input.Application;
        var options = KustomizeOptions.Default with
        {
            Cache = cache,
            EnableHelm = instance.EnableHelm,
            LoadRestriction = instance.LoadRestriction,
            Overrides = input.Source.Kustomize is { } settings ? Overrides(settings) : null,
            Environment = BuildEnvironment.Of(application, input.Source, input.Input.Sources[input.Index].Revision, input.Input.KubeVersion, input.Input.ApiVersions).Values,
        };
        var wanted = new List<OutsidePart>();
        var result = KustomizeBuild.Run(input.Tree, input.Folder, options, token);
        if (!result.Succeeded && result.Problems.Any(p => p.Code == KustomizeProblem.Refused))
        {
            // Results with something from outside in them are not kept, so only builds that ask for it go this way.
            result = KustomizeBuild.Run(input.Tree, input.Folder, WithOutside(options, input, wanted), token);
        }

        var reads = new Dictionary<int, ReadSet> { [input.Index] = result.Reads };
        if (!result.Succeeded)
        {
            return new EngineOutput([], reads, result.Problems) { Wanted = wanted };
        }

        // Results are kept and shared between renders; what is settled later must not reach them.
        var origin = new ObjectOrigin(input.Folder.Value, SourcePosition.None);
        var objects = result.Objects.Select(o => new KubernetesObject((MapNode)o.Clone()) { Origin = origin }).ToList();
        return new EngineOutput(objects, reads, []);
    }

    private KustomizeOptions WithOutside(KustomizeOptions options, EngineInput input, List<OutsidePart> wanted)
    {
        var own = input.Source.Kustomize;
        return options with
        {
            RemoteBases = new RemoteBaseParts(input.Input.Parts, wanted),
            Charts = new ChartInflation(helm, archives, input.Input.Parts, wanted)
            {
                KubeVersion = own is not null && Text(own, "kubeVersion") is { Length: > 0 } version ? version : input.Input.KubeVersion,
                ApiVersions = own is not null && Texts(own, "apiVersions") is { Count: > 0 } versions ? versions : input.Input.ApiVersions,
                Moment = input.Input.Moment,
                LooksUp = input.Input.LooksUp,
            },
        };
    }

    /// <summary>The Application's <c>kustomize</c> block; its types were checked when it was read.</summary>
    private static KustomizeOverrides Overrides(MapNode settings) => new()
    {
        NamePrefix = Text(settings, "namePrefix"),
        NameSuffix = Text(settings, "nameSuffix"),
        Namespace = Text(settings, "namespace"),
        Images = Texts(settings, "images"),
        Replicas = [.. Maps(settings, "replicas").Select(r => new ReplicaOverride(Text(r, "name"), Count(r["count"])))],
        CommonLabels = Pairs(settings, "commonLabels"),
        LabelWithoutSelector = Is(settings, "labelWithoutSelector"),
        LabelIncludeTemplates = Is(settings, "labelIncludeTemplates"),
        ForceCommonLabels = Is(settings, "forceCommonLabels"),
        CommonAnnotations = Pairs(settings, "commonAnnotations"),
        ForceCommonAnnotations = Is(settings, "forceCommonAnnotations"),
        CommonAnnotationsEnvsubst = Is(settings, "commonAnnotationsEnvsubst"),
        Patches = [.. Maps(settings, "patches")],
        Components = Texts(settings, "components"),
        IgnoreMissingComponents = Is(settings, "ignoreMissingComponents"),
    };

    private static string Text(MapNode map, string field) => (map[field] as ScalarNode)?.StringValue ?? "";

    private static bool Is(MapNode map, string field) => map[field] is ScalarNode { BooleanValue: true };

    /// <summary>Counts may be written as numbers or, as Argo CD allows, as text.</summary>
    private static long Count(Node? value) => value switch
    {
        ScalarNode { Kind: NodeKind.Integer } number => (long)number.IntegerValue,
        ScalarNode { StringValue: { } text } when long.TryParse(text, out var number) => number,
        _ => 0,
    };

    private static IReadOnlyList<string> Texts(MapNode map, string field) =>
        map[field] is ListNode list ? [.. list.OfType<ScalarNode>().Select(s => s.ToString())] : [];

    private static IEnumerable<MapNode> Maps(MapNode map, string field) => (map[field] as ListNode)?.OfType<MapNode>() ?? [];

    private static Dictionary<string, string> Pairs(MapNode map, string field) =>
        (map[field] as MapNode)?.ToDictionary(e => e.Key, e => e.Value.ToString() ?? "", StringComparer.Ordinal) ?? [];
}
