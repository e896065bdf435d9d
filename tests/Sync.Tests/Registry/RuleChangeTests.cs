using Plumbline.Core.Control;
using Plumbline.Core.Sources;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Tests.Composed;

namespace Plumbline.Sync.Tests.Registry;

/// <summary>Which applications a change of projects and clusters concerns.</summary>
public sealed class RuleChangeTests
{
    [Fact]
    public void First_registration_is_no_change() => Assert.Null(For(null, Project("a")));

    [Fact]
    public void Same_rules_in_another_file_are_no_change() => Assert.Null(For(Read(("x.yaml", Project("a"))), Project("a")));

    [Fact]
    public void Changed_project_concerns_its_applications() => Assert.Equal("project shop changed", For(Read(("p.yaml", Project("a"))), Project("b")));

    [Fact]
    public void New_project_concerns_applications_that_waited_for_it() => Assert.Equal("project shop changed", For(Read(), Project("a")));

    [Fact]
    public void Project_of_others_does_not_concern_it() =>
        Assert.Null(For(Read(("p.yaml", Project("a")), ("q.yaml", Project("a", "other"))), $"{Project("a")}---\n{Project("b", "other")}"));

    [Fact]
    public void Changed_cluster_concerns_the_applications_that_go_there() =>
        Assert.Equal("cluster one changed", For(Read(("p.yaml", Project("a")), ("c.yaml", Cluster("https://one.test"))), $"{Project("a")}---\n{Cluster("https://two.test")}"));

    [Fact]
    public void Cluster_of_others_does_not_concern_it() =>
        Assert.Null(For(Read(("p.yaml", Project("a")), ("c.yaml", Cluster("https://one.test", "two"))), $"{Project("a")}---\n{Cluster("https://two.test", "two")}"));

    private static string? For(ControlConfiguration? before, string now)
    {
        var read = Read(("now.yaml", now));
        return RuleChange.Between(before, read).For(read.Applications.Single());
    }

    private static ControlConfiguration Read(params (string Path, string Text)[] files) =>
        ControlRepository.Read(MemorySourceTree.Of([("app.yaml", Manifests.App(project: "shop")), .. files]), RepoPath.Root, default);

    private static string Project(string space, string name = "shop") =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {{name: {name}}}\nspec: {{sourceRepos: ['*'], destinations: [{{name: one, namespace: {space}}}]}}\n";

    private static string Cluster(string server, string name = "one") => $$$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{{name}}}, labels: {argocd.argoproj.io/secret-type: cluster}}
        stringData: {name: {{{name}}}, server: "{{{server}}}", config: '{"bearerToken": "env:TOKEN"}'}

        """;
}
