using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Sources;

namespace Plumbline.Rendering.Tests.Sources;

/// <summary>Chance, time and live objects reach every chart of a render: the source itself, and the <c>helmCharts</c> of a kustomization.</summary>
public sealed class RenderArgumentTests
{
    private const string Template = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: out}
        data:
          drawn: {{ randAlphaNum 24 }}
          at: '{{ now | date "2006-01-02" }}'
          user: {{ (lookup "v1" "ConfigMap" "shop" "given").data.user | quote }}
        """;

    private static readonly OutsidePart.LiveObjects Given = new("v1", "ConfigMap", "shop", "given");

    private static readonly RenderMoment Moment = new(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray(), new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    private static readonly MemorySourceTree Tree = MemorySourceTree.Of(
        ("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("chart/templates/x.yaml", Template),
        ("kust/kustomization.yaml", "helmCharts: [{name: c, releaseName: shop, namespace: shop}]\n"),
        ("kust/charts/c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("kust/charts/c/templates/x.yaml", Template));

    [Theory]
    [InlineData("chart")]
    [InlineData("kust")]
    public void Chart_asks_for_what_it_looks_up_and_is_rendered_with_it(string path)
    {
        var asked = Render(Input(path) with { LooksUp = true, Moment = Moment });
        Assert.Equal([Given], asked.Wanted);
        Assert.False(asked.Succeeded);
        Assert.Empty(asked.Objects);

        var live = (MapNode)YamlReader.ReadOne("{kind: ConfigMap, data: {user: ana}}", "given", YamlReadOptions.Default);
        var parts = new Dictionary<OutsidePart, FetchedPart> { [Given] = new() { Live = live } };
        var first = Render(Input(path) with { LooksUp = true, Moment = Moment, Parts = parts });
        var second = Render(Input(path) with { LooksUp = true, Moment = Moment, Parts = parts });

        Assert.True(first.Succeeded, string.Join('\n', first.Problems));
        var found = (MapNode)Assert.Single(first.Objects).Root["data"]!;
        Assert.Equal(("ana", "2026-01-15"), (found["user"]!.ToString(), found["at"]!.ToString()));
        Assert.True(Node.DeepEquals(found, Assert.Single(second.Objects).Root["data"]!));
    }

    [Theory]
    [InlineData("chart")]
    [InlineData("kust")]
    public void Nothing_is_asked_for_where_nothing_may_be_looked_up(string path)
    {
        var output = Render(Input(path) with { Moment = Moment });

        Assert.Empty(output.Wanted);
        Assert.Contains(output.Problems, p => p.Severity == ProblemSeverity.Error && p.Message.Contains("nil pointer evaluating interface {}.user", StringComparison.Ordinal));
    }

    /// <summary>Two databases of one Application have two passwords, however their charts come to be called the same.</summary>
    [Theory]
    [InlineData("[{repoURL: 'https://h/s', path: two}]")]
    [InlineData("[{repoURL: 'https://h/s', path: plain, helm: {parameters: [{name: who, value: cache}]}}, {repoURL: 'https://h/s', path: plain, helm: {parameters: [{name: who, value: sessions}]}}]")]
    public void Charts_of_one_release_draw_each_their_own(string sources)
    {
        const string template = "apiVersion: v1\nkind: Secret\nmetadata: {name: '{{ .Values.who }}'}\nstringData: {password: '{{ randAlphaNum 24 }}'}\n";
        var tree = MemorySourceTree.Of(
            ("plain/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("plain/templates/x.yaml", template),
            ("base/kustomization.yaml", "helmCharts: [{name: c, valuesInline: {who: login}}]\n"),
            ("base/charts/c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("base/charts/c/templates/x.yaml", template),
            ("cache/kustomization.yaml", "namePrefix: cache-\nresources: [../base]\n"), ("sessions/kustomization.yaml", "namePrefix: sessions-\nresources: [../base]\n"),
            ("two/kustomization.yaml", "resources: [../cache, ../sessions]\n"));

        string?[] Drawn() => [.. Render(Input(sources, tree) with { Moment = Moment }).Objects.Select(o => ((MapNode)o.Root["stringData"]!)["password"]!.ToString())];

        Assert.Equal(2, Drawn().Length);
        Assert.Distinct(Drawn());
        Assert.Equal(Drawn(), Drawn());
    }

    private static RenderOutput Render(RenderInput input) =>
        new SourceRenderer(TimeProvider.System, new RenderingOptions { KustomizeBuildOptions = "--enable-helm" }).Render(input, TestContext.Current.CancellationToken);

    private static RenderInput Input(string path) => Input($"[{{repoURL: 'https://h/s', path: {path}}}]", Tree);

    private static RenderInput Input(string sources, MemorySourceTree tree)
    {
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: shop}}\nspec: {{sources: {sources}, destination: {{name: in-cluster, namespace: shop}}}}\n";
        var application = ApplicationReader.Read((MapNode)YamlReader.ReadOne(text, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default)).Value!;
        return new RenderInput(application, [.. application.Sources.Select(_ => new SourceFiles(tree, "0123456789012345678901234567890123456789"))]);
    }
}
