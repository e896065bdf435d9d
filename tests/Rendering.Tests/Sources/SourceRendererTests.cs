using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;

namespace Plumbline.Rendering.Tests.Sources;

public sealed class SourceRendererTests
{
    private static readonly MemorySourceTree Shop = MemorySourceTree.Of(
        ("plain/a.yaml", Map("a")), ("plain/sub/b.yaml", Map("b")),
        ("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("chart/templates/x.yaml", Map("from-chart")),
        ("kust/kustomization.yaml", "resources: []\n"), ("bad/x.yaml", "apiVersion: v1\nkind: X\n"), ("values/v.yaml", "a: 1\n"));

    /// <summary>SRC-3, SRC-4: a source that only lends its files renders nothing.</summary>
    [Fact]
    public void Several_sources_are_put_together_in_their_order()
    {
        var output = Render("sources: [{repoURL: 'https://h/s', path: chart}, {repoURL: 'https://h/s', ref: values}, {repoURL: 'https://h/s', path: plain}]");

        Assert.Empty(output.Problems);
        Assert.Equal(["from-chart", "a"], output.Objects.Select(o => o.Name));
        Assert.Equal([SourceType.Helm, null, SourceType.Directory], output.Sources.Select(s => s.Type));
        Assert.Equal([1, 0, 1], output.Sources.Select(s => s.ObjectCount));
    }

    [Fact]
    public void Read_set_is_exact_for_a_folder_of_manifests()
    {
        var reads = Render("source: {repoURL: 'https://h/s', path: plain}").Sources[0].ReadSet;

        Assert.Equal(["plain", "plain/a.yaml"], reads.Files.Keys.Order().Select(p => p.Value));
        Assert.Equal(["plain"], reads.Listings.Keys.Select(p => p.Value));
        Assert.Equal(["plain/.argocd-source-shop.yaml", "plain/.argocd-source.yaml", "plain/Chart.yaml", "plain/Kustomization", "plain/kustomization.yaml", "plain/kustomization.yml"], reads.Misses.Order().Select(p => p.Value));
        Assert.True(reads.HoldsIn(Shop));
    }

    [Fact]
    public void An_explicit_block_wins_over_the_files()
    {
        Assert.Equal(SourceType.Directory, Render("source: {repoURL: 'https://h/s', path: chart, directory: {}}").Sources[0].Type);
        Assert.Equal(SourceType.Kustomize, Render("source: {repoURL: 'https://h/s', path: plain, kustomize: {}}").Sources[0].Type);
        Assert.Equal(SourceType.Kustomize, Render("source: {repoURL: 'https://h/s', path: kust}").Sources[0].Type);
    }

    [Theory]
    [InlineData("path: nowhere", ProblemCode.PathNotFound, "spec.source.path")]
    [InlineData("path: plain/a.yaml", ProblemCode.PathNotFound, "spec.source.path")]
    [InlineData("path: plain, plugin: {name: x}", ProblemCode.SourceUnsupported, "spec.source.plugin")]
    [InlineData("path: plain, directory: {include: '{a'}", ProblemCode.FieldInvalid, "spec.source.directory.include")]
    [InlineData("path: plain, directory: {jsonnet: {libs: [x]}}", ProblemCode.SourceUnsupported, "spec.source.directory.jsonnet")]
    public void A_source_that_cannot_be_rendered_names_its_field(string source, string code, string field)
    {
        var output = Render($"source: {{repoURL: 'https://h/s', {source}}}");

        Assert.False(output.Succeeded);
        Assert.Empty(output.Objects);
        Assert.Contains(output.Problems, p => p.Code == code && p.Field == field);
    }

    [Fact]
    public void One_bad_source_spoils_the_whole_render_but_its_reads_are_kept()
    {
        var output = Render("sources: [{repoURL: 'https://h/s', path: plain}, {repoURL: 'https://h/s', path: bad}]");

        Assert.Empty(output.Objects);
        var problem = Assert.Single(output.Problems);
        Assert.Equal(("bad/x.yaml", 1), (problem.File, problem.Position.Line));
        Assert.Contains(RepoPath.Parse("bad/x.yaml"), output.Sources[1].ReadSet.Files.Keys);
    }

    [Fact]
    public void The_same_input_gives_the_same_output()
    {
        const string Spec = "sources: [{repoURL: 'https://h/s', path: chart}, {repoURL: 'https://h/s', path: plain, directory: {recurse: true}}]";

        var (one, two) = (Render(Spec), Render(Spec));

        Assert.Equal(3, one.Objects.Count);
        Assert.All(one.Objects.Zip(two.Objects), p => Assert.True(Node.DeepEquals(p.First.Root, p.Second.Root)));
    }

    [Fact]
    public void A_folder_renders_without_an_Application()
    {
        var render = new FolderRender(new SourceRenderer(TimeProvider.System, DirectoryLimits.Default));

        Assert.Equal("a", Assert.Single(render.Run(Shop, RepoPath.Parse("plain"), "shop", "", TestContext.Current.CancellationToken).Objects).Name);
        Assert.Equal("from-chart", Assert.Single(render.Run(Shop, RepoPath.Parse("chart"), "shop", "x", TestContext.Current.CancellationToken).Objects).Name);
        Assert.Equal("bad/x.yaml", Assert.Single(render.Run(Shop, RepoPath.Parse("bad"), "shop", "", TestContext.Current.CancellationToken).Problems).File);
    }

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n";

    private static RenderOutput Render(string sources)
    {
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: shop}}\nspec:\n  {sources}\n  destination: {{name: in-cluster, namespace: shop}}\n";
        var read = ApplicationReader.Read((MapNode)YamlReader.ReadOne(text, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default));
        Assert.NotNull(read.Value);
        var files = read.Value.Sources.Select(_ => new SourceFiles(Shop, "0123456789012345678901234567890123456789"));
        return new SourceRenderer(TimeProvider.System, DirectoryLimits.Default).Render(new RenderInput(read.Value, [.. files]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Kustomization_is_built_with_what_the_application_sets_on_top()
    {
        var tree = MemorySourceTree.Of(
            ("base/kustomization.yaml", "resources: [web.yaml]\n"),
            ("base/web.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, template: {spec: {containers: [{name: web, image: 'web:1'}]}}}\n"),
            ("over/kustomization.yaml", "resources: [../base]\n"));
        var manifest = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: a}
            spec:
              source: {repoURL: 'https://h/s', path: over, kustomize: {namePrefix: p-, images: ['web:2'], replicas: [{name: web, count: 3}]}}
              destination: {name: one, namespace: a}
            """;
        var root = (Core.Objects.MapNode)Core.Yaml.YamlReader.ReadOne(manifest, "a.yaml", Core.Yaml.YamlReadOptions.Default);
        var application = Core.Applications.ApplicationReader.Read(root, new Core.Kubernetes.ObjectOrigin("a.yaml", default)).Value!;

        var output = new SourceRenderer(TimeProvider.System, Plumbline.Rendering.Directories.DirectoryLimits.Default)
            .Render(new Core.Rendering.RenderInput(application, [new Core.Rendering.SourceFiles(tree, "abc")]), TestContext.Current.CancellationToken);

        Assert.Empty(output.Problems);
        var web = Assert.Single(output.Objects);
        Assert.Equal("p-web", web.Name);
        Assert.Contains("\"image\":\"web:2\"", Core.Json.JsonTree.ToText(web.Root), StringComparison.Ordinal);
        Assert.Contains("\"replicas\":3", Core.Json.JsonTree.ToText(web.Root), StringComparison.Ordinal);
        Assert.Contains(RepoPath.Parse("base/web.yaml"), output.Sources[0].ReadSet.Files.Keys);
    }
}
