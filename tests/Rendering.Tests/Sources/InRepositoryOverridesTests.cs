using Plumbline.Core.Applications;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;

namespace Plumbline.Rendering.Tests.Sources;

/// <summary>SRC-25, and SRC-17's overrides as they come from there.</summary>
public sealed class InRepositoryOverridesTests
{
    private const string Web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, template: {spec: {containers: [{name: c, image: 'web:1'}, {name: d, image: 'side:1'}]}}}\n";
    private const string Image = "kustomize: {images: ['web:2']}\n";

    [Fact]
    public void A_file_for_everybody_changes_the_source_and_one_for_the_application_wins()
    {
        var output = Render("", ("k/.argocd-source.yaml", "kustomize: {images: ['web:2', 'side:2'], namePrefix: a-}\n"), ("k/.argocd-source-shop.yaml", "kustomize: {images: ['web:3'], namePrefix: null}\n"));

        // A merge patch puts lists in the place of lists, and takes away what is null.
        var text = Text(output);
        Assert.Contains("web:3", text, StringComparison.Ordinal);
        Assert.Contains("side:1", text, StringComparison.Ordinal);
        Assert.Equal("web", output.Objects[0].Name);
    }

    [Fact]
    public void A_file_with_the_namespace_is_the_most_specific()
    {
        var output = Render("", ("k/.argocd-source-shop.yaml", Image), ("k/.argocd-source-team_shop.yaml", "kustomize: {images: ['web:4']}\n"), ("k/.argocd-source-other.yaml", "kustomize: {images: ['web:5']}\n"));

        Assert.Contains("web:4", Text(output), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_Application_says_is_kept_where_the_file_is_silent_and_only_blocks_count()
    {
        var output = Render("kustomize: {namePrefix: p-, images: ['web:9']}", ("k/.argocd-source.yaml", "path: elsewhere\nrepoURL: https://evil/x\n" + Image));

        Assert.Equal("p-web", output.Objects[0].Name);
        Assert.Contains("web:2", Text(output), StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_are_in_the_read_set_also_where_they_are_missing()
    {
        var reads = Render("").Sources[0].ReadSet;

        Assert.All(["k/.argocd-source.yaml", "k/.argocd-source-shop.yaml", "k/.argocd-source-team_shop.yaml"], name => Assert.Contains(RepoPath.Parse(name), reads.Misses));
        Assert.Contains(RepoPath.Parse("k/.argocd-source.yaml"), Render("", ("k/.argocd-source.yaml", Image)).Sources[0].ReadSet.Files.Keys);
    }

    [Fact]
    public void Charts_and_folders_take_their_blocks_as_well()
    {
        var chart = Render("", "c", ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("c/templates/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Values.who }}'}\n"),
            ("c/.argocd-source-shop.yaml", "helm: {parameters: [{name: who, value: written}]}\n"));
        var folder = Render("", "d", ("d/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"), ("d/sub/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n"),
            ("d/.argocd-source.yaml", "directory: {recurse: true, exclude: '.argocd*'}\n"));

        Assert.Empty(chart.Problems.Concat(folder.Problems));
        Assert.Equal("written", Assert.Single(chart.Objects).Name);
        Assert.Equal(["a", "b"], folder.Objects.Select(o => o.Name).Order());
    }

    [Theory]
    [InlineData("- a\n", ProblemCode.FieldInvalid)]
    [InlineData("kustomize: [\n", ProblemCode.YamlSyntax)]
    [InlineData("kustomize: {images: web}\n", ProblemCode.FieldInvalid)]
    [InlineData("helm: {}\nkustomize: {}\n", ProblemCode.SourceTypeAmbiguous)]
    public void A_file_that_cannot_be_used_is_a_problem_that_names_it(string text, string code)
    {
        var output = Render("", ("k/.argocd-source.yaml", text));

        Assert.False(output.Succeeded);
        Assert.Contains(output.Problems, p => p.Code == code && p.File == "k/.argocd-source.yaml" && p.Position.IsKnown);
    }

    [Theory]
    [InlineData("images: ['web=reg.io/w:2']", "reg.io/w:2")]
    [InlineData("images: ['web@sha256:abc']", "web@sha256:abc")]
    [InlineData("images: ['web=*:2']", "other:2")]
    [InlineData("images: ['web:2']", "web:2")]
    [InlineData("images: ['web:$ARGOCD_APP_REVISION_SHORT']", "web:0123456")]
    public void An_image_takes_the_place_of_the_files_entry(string overrides, string expected)
    {
        var output = Render($"kustomize: {{{overrides}}}", ("k/kustomization.yaml", "resources: [web.yaml]\nimages: [{name: web, newName: other, newTag: '1'}]\n"));

        Assert.Contains($"\"image\":\"{expected}\"", Text(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commonLabels: {app: other}", false)]
    [InlineData("commonLabels: {app: other}, forceCommonLabels: true", true)]
    [InlineData("commonLabels: {app: other}, labelWithoutSelector: true", true)]
    [InlineData("commonLabels: {team: other}, labelWithoutSelector: true", false)]
    [InlineData("commonLabels: {team: other}, labelWithoutSelector: true, forceCommonLabels: true", true)]
    [InlineData("commonLabels: {x: other}, labelIncludeTemplates: true", false)]
    [InlineData("commonLabels: {x: other}, labelIncludeTemplates: true, labelWithoutSelector: true", true)]
    [InlineData("commonAnnotations: {note: other}", false)]
    [InlineData("commonAnnotations: {note: other}, forceCommonAnnotations: true", true)]
    [InlineData("images: [web]", false)]
    [InlineData("components: [missing]", false)]
    [InlineData("components: [missing], ignoreMissingComponents: true", true)]
    public void What_the_file_sets_already_is_only_replaced_by_force(string overrides, bool succeeds)
    {
        var output = Render($"kustomize: {{{overrides}}}", ("k/kustomization.yaml", "resources: [web.yaml]\ncommonLabels: {app: x}\nlabels: [{pairs: {team: x}}]\ncommonAnnotations: {note: x}\n"));

        Assert.Equal(succeeds, output.Succeeded);
        Assert.Equal(succeeds, output.Objects.Count > 0);
    }

    private static string Text(RenderOutput output)
    {
        Assert.True(output.Succeeded, string.Join('\n', output.Problems.Select(p => p.Message)));
        return string.Join('\n', output.Objects.Select(o => JsonTree.ToText(o.Root)));
    }

    private static RenderOutput Render(string block, params (string, string)[] files) => Render(block, "k", files);

    private static RenderOutput Render(string block, string path, params (string Path, string Text)[] files)
    {
        (string, string)[] all = [.. ((string Path, string Text)[])[("k/kustomization.yaml", "resources: [web.yaml]\n"), ("k/web.yaml", Web)], .. files];
        var tree = MemorySourceTree.Of([.. all.GroupBy(f => f.Item1).Select(g => g.Last())]);
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: shop, namespace: team}}\nspec:\n  source: {{repoURL: 'https://h/s', path: {path}{(block.Length > 0 ? ", " + block : "")}}}\n  destination: {{name: in-cluster, namespace: shop}}\n";
        var read = ApplicationReader.Read((MapNode)YamlReader.ReadOne(text, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default));
        var application = read.Value ?? throw new InvalidOperationException(read.Problems[0].Message);
        return new SourceRenderer(TimeProvider.System, DirectoryLimits.Default)
            .Render(new RenderInput(application, [new SourceFiles(tree, "0123456789012345678901234567890123456789")]), TestContext.Current.CancellationToken);
    }
}
