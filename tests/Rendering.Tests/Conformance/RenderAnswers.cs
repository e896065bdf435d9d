using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;
using Plumbline.Support.Conformance;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>Questions that are answered by rendering.</summary>
internal static class RenderAnswers
{
    private const string Chart = "apiVersion: v2\nname: told\nversion: 1.0.0\n";

    private const string Told =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: told
        data:
          kubeVersion: {{ .Capabilities.KubeVersion.Version | quote }}
          namespace: {{ .Release.Namespace | quote }}
          apiVersions: {{ range .Capabilities.APIVersions }}{{ . }},{{ end }}
        """;

    private static readonly SourceRenderer Renderer = new(TimeProvider.System, new RenderingOptions { KustomizeBuildOptions = "--enable-helm" });

    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["repository.Service.GenerateManifest"] = Manifests,
        ["path.CheckOutOfBoundsSymlinks"] = Links,
        ["v1alpha1.ApplicationSource.GetKubeVersionOrDefault"] = call => Capability(call, "kubeVersion", call.Text("defaultKubeVersion"), []),
        ["v1alpha1.ApplicationSource.GetAPIVersionsOrDefault"] = call => Capability(call, "apiVersions", "", call.Texts("defaultAPIVersions")),
        ["v1alpha1.ApplicationSource.GetNamespaceOrDefault"] = call => Capability(call, "namespace", "", []),
        ["v1alpha1.ApplicationSourceHelm.SetValuesString"] = Values,
    };

    private static ArgoAnswer? Manifests(ArgoCall call)
    {
        var root = call.Case["steps"] is ListNode steps ? steps[0].TextAt("input", "rootDir").Trim('/') : "";
        var source = call.Input.At("q", "applicationSource") as MapNode ?? new MapNode();
        if (root is "" or "." || source.Has("chart") || call.Input.At("q", "kustomizeOptions") is not null || call.Input.At("q", "sourceIntegrity") is not null ||
            call.Case["mocks"] is not null || call.Id.Contains("Cache", StringComparison.Ordinal) || call.Input.At("q", "refSources") is not null || ArgoCases.Fixture(root) is not { } tree)
        {
            return null;
        }

        var (problems, objects) = Render(source, tree);
        var result = new MapNode();
        result.Set("manifests", new ListNode(objects.Select(o => ScalarNode.Of(JsonTree.ToText(o)))));
        return new ArgoAnswer { Fails = problems.Failed(), Words = problems.Words(), Silent = ["res.commands", "res.sourceIntegrityResult"] }.With("res", result);
    }

    private static (IReadOnlyList<Problem> Problems, IReadOnlyList<Node> Objects) Render(MapNode source, ISourceTree tree, string kubeVersion = "", IReadOnlyList<string>? apiVersions = null)
    {
        var reading = AskedApplication.Of(source);
        if (reading.Value is not { } application)
        {
            return (reading.Problems, []);
        }

        var output = Renderer.Render(new RenderInput(application, [new SourceFiles(tree, "0000000000000000000000000000000000000000")]) { KubeVersion = kubeVersion, ApiVersions = apiVersions ?? [] }, default);
        return (output.Problems, [.. output.Objects.Select(o => o.Root)]);
    }

    // Upstream no link of a repository may leave it; here none that is read may, so each is read.
    private static ArgoAnswer? Links(ArgoCall call)
    {
        if (call.Texts("skipPaths").Count > 0 || ArgoCases.Fixture(call.Text("basePath").Replace("./testdata", "util/app/path/testdata", StringComparison.Ordinal)) is not { } tree)
        {
            return null;
        }

        var problems = new List<Problem>();
        foreach (var link in AllOf(tree, RepoPath.Root).Where(e => e.Kind == SourceEntryKind.Link))
        {
            var renamed = new LinkedSourceTree([], [($"{link.Path.Value}.yaml", System.Text.Encoding.UTF8.GetString(tree.Read(link.Path).Span))]);
            problems.AddRange(new DirectoryRender(DirectoryLimits.Default).Run(renamed, link.Path.Parent, Core.Applications.DirectorySettings.Default, default).Problems);
        }

        return ArgoAnswer.OfFailure(problems.Failed(), problems.Words());
    }

    private static IEnumerable<SourceEntry> AllOf(ISourceTree tree, RepoPath folder) =>
        tree.List(folder).SelectMany(e => e.Kind == SourceEntryKind.Folder ? AllOf(tree, e.Path) : [e]);

    // What a chart is told of the cluster: as a chart, or inflated by a kustomization.
    private static ArgoAnswer? Capability(ArgoCall call, string key, string kubeVersion, IReadOnlyList<string> apiVersions)
    {
        var source = (MapNode)call.Input["applicationSource"]!;
        var isKustomize = source.Has("kustomize");
        if (isKustomize && key == "namespace")
        {
            var (_, plain) = Render(source, MemorySourceTree.Of(("kustomization.yaml", "resources: [told.yaml]\n"), ("told.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: told}\n")));
            return ArgoAnswer.Of(plain[0].TextAt("metadata", "namespace"));
        }

        var chart = isKustomize ? "charts/told/" : "";
        var tree = MemorySourceTree.Of(
            [($"{chart}Chart.yaml", Chart), ($"{chart}templates/told.yaml", Told), .. isKustomize ? [("kustomization.yaml", "helmCharts: [{name: told, releaseName: told}]\n")] : Array.Empty<(string, string)>()]);
        var (problems, objects) = Render(source, tree, kubeVersion, apiVersions);
        if (problems.Failed())
        {
            return ArgoAnswer.OfFailure(true, problems.Words());
        }

        var told = objects[0].TextAt("data", key);
        return key switch
        {
            // Helm adds them to what it knows by itself.
            "apiVersions" => ArgoAnswer.Of(told.Split(',', StringSplitOptions.RemoveEmptyEntries).Except(BuiltIn(), StringComparer.Ordinal)),
            "kubeVersion" => ArgoAnswer.Of(told.TrimStart('v')),
            _ => ArgoAnswer.Of(told),
        };
    }

    private static string[] BuiltIn() =>
        Render(new MapNode(), MemorySourceTree.Of(("Chart.yaml", Chart), ("templates/told.yaml", Told))).Objects[0].TextAt("data", "apiVersions").Split(',', StringSplitOptions.RemoveEmptyEntries);

    // Values that are no map: upstream refuses them when they are set, here where they are used.
    private static ArgoAnswer? Values(ArgoCall call)
    {
        var helm = new MapNode();
        helm.Set("values", call.Input["value"]!);
        var source = new MapNode();
        source.Set("helm", helm);
        var (problems, _) = Render(source, MemorySourceTree.Of(("Chart.yaml", Chart), ("templates/told.yaml", Told)));
        return ArgoAnswer.OfFailure(problems.Failed(), problems.Words());
    }
}
