using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Projects;

public sealed class ProjectRulesTests
{
    private static readonly ClusterRegistration Production = new()
    {
        SecretName = "prod",
        Name = "prod",
        Server = "https://prod:6443",
        Identity = new ClusterIdentity.BearerToken("env:X"),
        Origin = new ObjectOrigin("c.yaml", default),
    };

    private static readonly AppProject Shop = new()
    {
        Name = "shop",
        SourceRepos = ["https://git.example.com/shop/*"],
        Destinations = [new ProjectDestination("https://prod:6443", "", "shop-*"), new ProjectDestination("!https://prod:6443", "", "shop-admin")],
        NamespaceResourceBlacklist = [new KindRule("", "Secret", "")],
        Raw = new MapNode(),
    };

    [Fact]
    public void Nothing_is_said_about_what_is_allowed() =>
        Assert.Empty(Check(Shop, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"));

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: kube-system}", ProblemCode.DestinationNotAllowed)]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop-admin}", ProblemCode.DestinationNotAllowed)]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}", ProblemCode.KindNotAllowed)]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}", ProblemCode.KindNotAllowed)]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a, namespace: shop-a}", ProblemCode.KindNotAllowed)]
    [InlineData("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}", ProblemCode.KindNotAllowed)]
    public void An_object_outside_the_project_is_an_error(string manifest, string code) => Assert.Equal(code, Assert.Single(Check(Shop, manifest)).Code);

    [Fact]
    public void A_rule_by_server_holds_for_a_destination_by_name()
    {
        var app = Application("name: prod", "shop-a");

        Assert.Empty(ProjectRules.Check(Shop, app, [], BuiltInScopes.Of, [Production]));
        Assert.Equal(ProblemCode.DestinationNotAllowed, Assert.Single(ProjectRules.Check(Shop, app, [], BuiltInScopes.Of, [])).Code);
    }

    [Fact]
    public void A_denial_is_not_evaded_by_the_other_name_of_the_cluster()
    {
        var project = Shop with { Destinations = [new("*", "*", "*"), new("!https://prod:6443", "", "*")] };

        Assert.False(ProjectRules.AllowsDestination(project, DestinationCluster.Resolve(new ClusterReference(null, "prod"), [Production]), "x", [Production]));
        Assert.False(ProjectRules.AllowsDestination(project, DestinationCluster.Resolve(new ClusterReference(null, "prod"), []), "x", []));
    }

    [Fact]
    public void A_missing_project_refuses_and_the_default_one_allows_all()
    {
        var app = Application("name: prod", "shop-a");

        Assert.Equal(ProblemCode.ProjectNotFound, Assert.Single(ProjectRules.Check(null, app, [], BuiltInScopes.Of, [])).Code);
        Assert.Empty(ProjectRules.Check(AppProject.OpenDefault, app, Objects("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}"), BuiltInScopes.Of, [Production]));
    }

    [Fact]
    public void A_source_outside_the_project_names_its_field()
    {
        var problem = Assert.Single(ProjectRules.Check(Shop with { SourceRepos = ["https://git.example.com/other"] }, Application("name: prod", "shop-a"), [], BuiltInScopes.Of, [Production]));

        Assert.Equal((ProblemCode.SourceNotAllowed, "spec.source.repoURL", 5), (problem.Code, problem.Field, problem.Position.Line));
    }

    [Fact]
    public void A_cluster_of_the_project_is_a_destination_by_itself()
    {
        var bound = Production with { Project = "shop", Namespaces = ["x"] };
        var project = Shop with { Destinations = [] };

        Assert.True(ProjectRules.AllowsDestination(project, DestinationCluster.Of(bound), "x", [bound]));
        Assert.False(ProjectRules.AllowsDestination(project, DestinationCluster.Of(bound), "y", [bound]));
        Assert.False(ProjectRules.AllowsDestination(project with { Name = "" }, DestinationCluster.Of(Production), "x", [Production]));
    }

    [Theory]
    [MemberData(nameof(SourceRows))]
    public void Source_patterns_match_by_the_table(string patterns, string url, bool allowed) =>
        Assert.Equal(allowed, ProjectRules.AllowsSource(Shop with { SourceRepos = [.. patterns.Split(' ', StringSplitOptions.RemoveEmptyEntries)] }, url));

    public static TheoryData<string, string, bool> SourceRows() => new()
    {
        { "", "https://h/a/b", false },
        { "*", "https://h/a/b", true },
        { "**", "https://h/a/b", true },
        { "https://h/*", "https://h/a", true },
        { "https://h/*", "https://h/a/b", false },
        { "https://h/**", "https://h/a/b", true },
        { "https://h/a/*", "https://h/a/", true },
        { "https://h/a/?", "https://h/a/b", true },
        { "https://h/a/?", "https://h/a/bb", false },
        { "https://h/a?b", "https://h/a/b", false },
        { "https://h/a", "https://h/a.git", true },
        { "https://h/a.git", "https://h/a", true },
        { "https://H/A", "https://h/a", true },
        { "https://h/a", "https://h/ab", false },
        { "https://h/a", "https://h.evil/a", false },
        { "https://h.x/a", "https://hyx/a", false },
        { "https://h/{a,b}", "https://h/b", true },
        { "https://h/{a,b}", "https://h/c", false },
        { "https://h/{a,{b,c}}", "https://h/c", true },
        { "https://h/[ab]", "https://h/b", true },
        { "https://h/[!ab]", "https://h/b", false },
        { "https://h/[!ab]", "https://h/c", true },
        { "https://h/a\\*", "https://h/ab", false },
        { "https://h/[a", "https://h/a", false },
        { "https://h/{a", "https://h/a", false },
        { "https://*/a", "https://h/a", true },
        { "https://*/a", "https://evil/x/a", false },
        { "https://*.corp/a", "https://evil/.corp/a", false },
        { "https*", "https://h/a", false },
        { "https://h/a !https://h/a", "https://h/a", false },
        { "!https://h/a https://h/a", "https://h/a", false },
        { "* !https://h/a", "https://h/a", false },
        { "* !https://h/a", "https://h/b", true },
        { "* !https://h/*", "https://h/a/b", true },
        { "* !https://h/**", "https://h/a/b", false },
        { "!https://h/a", "https://h/b", true },
        { "!https://h/a !https://h/b", "https://h/b", false },
        { "* !https://h/{a,b}", "https://h/b", false },
        { "* !https://H/A.git", "https://h/a", false },
        { "git@h:a/b", "git@h:a/b.git", true },
        { "git@h:a/*", "git@h:a/b", true },
        { "ssh://git@h/a/b", "git@h:a/b", true },
        { "ssh://git@h:22/a/b", "git@h:a/b", false },
        { "https://h/a", "http://h/a", false },
        { "https://h:443/a", "https://h/a", false },
        { "https://h/a(b", "https://h/a(b", true },
        { "https://h/a+", "https://h/aa", false },
        { "https://h/a|b", "https://h/b", false },
        { "https://h/a$", "https://h/a", false },
        { "^https://h/a", "https://h/a", false },
    };

    [Theory]
    [MemberData(nameof(DestinationRows))]
    public void Destination_patterns_match_by_the_table(string rules, string server, string name, string @namespace, bool allowed)
    {
        var destinations = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split('|')).Select(p => new ProjectDestination(p[0], p[1], p[2]));

        Assert.Equal(allowed, ProjectRules.AllowsDestination(Shop with { Destinations = [.. destinations] }, new DestinationCluster(server, name), @namespace, []));
    }

    public static TheoryData<string, string, string, string, bool> DestinationRows() => new()
    {
        { "", "https://a", "a", "x", false },
        { "*||*", "https://a", "a", "x", true },
        { "|*|*", "https://a", "a", "x", true },
        { "||*", "https://a", "a", "x", false },
        { "*||", "https://a", "a", "x", false },
        { "*||", "https://a", "a", "", true },
        { "https://a||x", "https://a", "a", "x", true },
        { "https://a||x", "https://a", "a", "y", false },
        { "https://a||x", "https://b", "b", "x", false },
        { "|a|x", "https://a", "a", "x", true },
        { "|a|x", "https://b", "b", "x", false },
        { "https://b|a|x", "https://a", "a", "x", true },
        { "https://*||x", "https://a/b/c", "a", "x", true },
        { "*||team-*", "https://a", "a", "team-1", true },
        { "*||team-*", "https://a", "a", "team1", false },
        { "*||team-*", "https://a", "a", "my-team-1", false },
        { "*||team-?", "https://a", "a", "team-12", false },
        { "*||{x,y}", "https://a", "a", "y", true },
        { "*||{x,y}", "https://a", "a", "z", false },
        { "*||X", "https://a", "a", "x", false },
        { "*||[", "https://a", "a", "[", false },
        { "*||* !https://a||*", "https://a", "a", "x", false },
        { "!https://a||* *||*", "https://a", "a", "x", false },
        { "*||* !https://a||kube-system", "https://a", "a", "x", true },
        { "*||* !https://a||kube-system", "https://a", "a", "kube-system", false },
        { "*||* !https://a||kube-system", "https://b", "b", "kube-system", true },
        { "*||* *||!kube-system", "https://b", "b", "kube-system", false },
        { "*||* *||!kube-system", "https://b", "b", "x", true },
        { "*||* *||!{kube-system,default}", "https://b", "b", "default", false },
        { "*||* *||!kube-*", "https://b", "b", "kube-public", false },
        { "*||* |!a|*", "https://a", "a", "x", false },
        { "*||* |!a|other", "https://a", "a", "x", false },
        { "*||* |!a|*", "https://b", "b", "x", true },
        { "*||* |!a|*", "https://b", "", "x", false },
        { "*||* !https://a||*", "", "a", "x", false },
        { "https://b||!x *||*", "https://a", "a", "x", true },
        { "https://a||!x", "https://a", "a", "y", true },
        { "https://a||!x", "https://a", "a", "x", false },
        { "https://a||!x", "https://b", "b", "y", false },
        { "!https://a||x", "https://b", "b", "x", true },
        { "!https://a||x", "https://b", "b", "y", false },
        { "|a|!x |*|*", "https://a", "a", "x", false },
        { "!https://a||!x *||*", "https://a", "a", "x", false },
        { "!https://a||!x *||*", "https://a", "a", "y", false },
        { "https://prod*||*", "https://prod.evil", "e", "x", true },
        { "https://prod||*", "https://prod.evil", "e", "x", false },
    };

    private static IReadOnlyList<Problem> Check(AppProject project, string manifest) =>
        ProjectRules.Check(project, Application("name: prod", "shop-a"), Objects(manifest), BuiltInScopes.Of, [Production]);

    private static IReadOnlyList<KubernetesObject> Objects(string manifest)
    {
        var read = YamlReader.ReadAll(manifest, "m.yaml", YamlReadOptions.Default).Select(d => KubernetesObject.TryWrap(d, new ObjectOrigin("m.yaml", d.Position))!);
        return TargetNormalizer.Normalize(Application("name: prod", "shop-a"), [.. read], BuiltInScopes.Of).Objects;
    }

    private static Application Application(string cluster, string @namespace)
    {
        var text = $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: cart}
            spec:
              source: {repoURL: "https://git.example.com/shop/cart", path: .}
              destination: { {{cluster}}, namespace: {{@namespace}} }
            """;
        return ApplicationReader.Read((MapNode)YamlReader.ReadOne(text, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default)).Value!;
    }
}
