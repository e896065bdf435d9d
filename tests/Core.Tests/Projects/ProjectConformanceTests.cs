using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Projects;
using Plumbline.Support.Conformance;

namespace Plumbline.Core.Tests.Projects;

/// <summary>Argo CD's own cases for what a project allows.</summary>
public sealed class ProjectConformanceTests(ITestOutputHelper output)
{
    private static readonly ObjectOrigin Origin = new("project.yaml", default);

    [Fact]
    public void Projects_decide_as_Argo_CD_decides()
    {
        var cases = ArgoCases.Of(
            "projects", "v1alpha1.AppProject.IsSourcePermitted", "v1alpha1.AppProject.IsDestinationPermitted", "v1alpha1.AppProject.IsGroupKindNamePermitted",
            "v1alpha1.AppProject.ValidateProject", "glob.Match", "v1alpha1.globMatch");
        Assert.SkipWhen(cases.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");

        var failures = new List<string>();
        foreach (var item in cases)
        {
            var wanted = item.At("expected", "result") ?? item.At("expected", "error") ?? ScalarNode.Of(item.At("checks") is not null);
            var got = Answer(item.TextAt("function"), item.At("input")!);
            if (!Node.DeepEquals(wanted, ScalarNode.Of(got)))
            {
                failures.Add($"{item.TextAt("id")}: {wanted} expected, {got} given");
            }
        }

        output.WriteLine($"Argo CD projects: {cases.Count - failures.Count} of {cases.Count}");
        Assert.Empty(failures);
    }

    private static bool Answer(string function, Node input) => function switch
    {
        "v1alpha1.AppProject.IsSourcePermitted" => ProjectRules.AllowsSource(Project(input), input.TextAt("src", "repoURL")),
        "v1alpha1.AppProject.IsDestinationPermitted" => ProjectRules.AllowsDestination(
            Project(input), new DestinationCluster(input.TextAt("destCluster", "server"), input.TextAt("destCluster", "name")), input.TextAt("destNamespace"), Clusters(input)),
        "v1alpha1.AppProject.IsGroupKindNamePermitted" => ProjectRules.AllowsKind(
            Project(input), input.TextAt("gk", "group"), input.TextAt("gk", "kind"), input.TextAt("name"), ((ScalarNode)input.At("namespaced")!).BooleanValue),
        "v1alpha1.AppProject.ValidateProject" => AppProjectReader.Read(Completed((MapNode)input.At("appProject")!), Origin).Value is null,
        _ => Matches(input),
    };

    private static bool Matches(Node input)
    {
        var pattern = input.TextAt("pattern");
        var text = input.TextAt("text") + input.TextAt("val");
        var negated = (input.At("allowNegation") as ScalarNode)?.BooleanValue == true && pattern.StartsWith('!');
        return negated ? !Glob.IsMatch(pattern[1..], text) : Glob.IsMatch(pattern, text);
    }

    private static AppProject Project(Node input)
    {
        var spec = input.At("appProject", "spec")!;
        IReadOnlyList<KindRule>? Kinds(string key) => spec.At(key) is ListNode list ? [.. list.Select(k => new KindRule(k.TextAt("group"), k.TextAt("kind"), k.TextAt("name")))] : null;
        return new AppProject
        {
            Name = "p",
            SourceRepos = [.. (spec.At("sourceRepos") as ListNode ?? []).Select(r => ((ScalarNode)r).StringValue!)],
            Destinations = [.. (spec.At("destinations") as ListNode ?? []).Select(d => new ProjectDestination(d.TextAt("server"), d.TextAt("name"), d.TextAt("namespace")))],
            ClusterResourceWhitelist = Kinds("clusterResourceWhitelist") ?? [],
            ClusterResourceBlacklist = Kinds("clusterResourceBlacklist") ?? [],
            NamespaceResourceWhitelist = Kinds("namespaceResourceWhitelist"),
            NamespaceResourceBlacklist = Kinds("namespaceResourceBlacklist") ?? [],
            PermitOnlyProjectScopedClusters = (spec.At("permitOnlyProjectScopedClusters") as ScalarNode)?.BooleanValue ?? false,
            Raw = new MapNode(),
        };
    }

    private static IReadOnlyList<ClusterRegistration> Clusters(Node input) =>
    [
        .. (input.At("projectClusters") as ListNode ?? []).Select(c => new ClusterRegistration
        {
            SecretName = "c", Name = c.TextAt("name"), Server = c.TextAt("server"), Project = "p", Identity = new ClusterIdentity.InCluster(), Origin = Origin,
        }),
    ];

    // The cases leave out what a file always has.
    private static MapNode Completed(MapNode project)
    {
        project = (MapNode)project.Clone();
        project.Set("apiVersion", ScalarNode.Of("argoproj.io/v1alpha1"));
        project.Set("kind", ScalarNode.Of("AppProject"));
        if (!project.Has("metadata"))
        {
            var metadata = new MapNode();
            metadata.Set("name", ScalarNode.Of("p"));
            project.Set("metadata", metadata);
        }

        return project;
    }
}
