using System.Diagnostics;
using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;

namespace Plumbline.Rendering.Tests.Sources;

/// <summary>T-YAML-1, T-YAML-2, T-YAML-3, T-YAML-5, T-YAML-6, T-YAML-7: the same texts wherever a source is read as YAML. Each ends in problems, soon, and the process lives.</summary>
public sealed class HostileYamlTests
{
    private const string Whole = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

    private static readonly Dictionary<string, byte[]> Texts = new()
    {
        ["aliases"] = Encoding.UTF8.GetBytes("a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"))),
        ["itself"] = "a: &x {b: [*x]}"u8.ToArray(),
        ["merges"] = Encoding.UTF8.GetBytes("a0: &a0 {x: 1}\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n  l: *a{i - 1}\n  r{i}: *a{i - 1}\n"))),
        ["lists"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("- ", 100_000))),
        ["brackets"] = Encoding.UTF8.GetBytes(new string('[', 100_000)),
        ["braces"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{a: ", 100_000))),
        ["scalar"] = Encoding.UTF8.GetBytes($"a: {new string('x', 2 * 1024 * 1024)}"),
        ["large"] = Encoding.UTF8.GetBytes($"a: [{string.Concat(Enumerable.Repeat("x, ", 3 * 1024 * 1024))}]"),
        ["documents"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("---\na: 1\n", 100_000))),
        ["tag"] = "a: !!System.Diagnostics.Process {}"u8.ToArray(),
        ["flow upset"] = "a: [1,\u007f\n-"u8.ToArray(),
        ["NUL"] = "\0:\t\u0087"u8.ToArray(),
        ["end mark"] = "...\0\u0080."u8.ToArray(),
        ["odd tag"] = "!!KKh….+:K"u8.ToArray(),
        ["no UTF-8"] = [.. "a: "u8, 0xFF, 0xFE],
        ["overlong"] = [.. "a: "u8, 0xC0, 0xAF],
    };

    private static readonly Dictionary<string, (string Source, (string Path, string Text)[] Beside)> Places = new()
    {
        ["d/x.yaml"] = ("path: d", []),
        ["d/x.json"] = ("path: d", []),
        ["k/kustomization.yaml"] = ("path: k", []),
        ["k/resource.yaml"] = ("path: k", [("k/kustomization.yaml", "resources: [resource.yaml]")]),
        ["k/patch.yaml"] = ("path: k", [("k/kustomization.yaml", "resources: [r.yaml]\npatches: [{path: patch.yaml}]"), ("k/r.yaml", Whole)]),
        ["k/base/kustomization.yaml"] = ("path: k", [("k/kustomization.yaml", "resources: [base]")]),
        ["k/config.yaml"] = ("path: k", [("k/kustomization.yaml", "resources: [r.yaml]\nconfigurations: [config.yaml]"), ("k/r.yaml", Whole)]),
        ["k/component/kustomization.yaml"] = ("path: k", [("k/kustomization.yaml", "resources: [r.yaml]\ncomponents: [component]"), ("k/r.yaml", Whole)]),
        ["c/Chart.yaml"] = ("path: c", [("c/templates/a.yaml", Whole)]),
        ["c/values.yaml"] = ("path: c", [("c/Chart.yaml", Chart), ("c/templates/a.yaml", Whole)]),
        ["c/more.yaml"] = ("path: c, helm: {valueFiles: [more.yaml]}", [("c/Chart.yaml", Chart), ("c/templates/a.yaml", Whole)]),
        ["c/templates/a.yaml"] = ("path: c", [("c/Chart.yaml", Chart)]),
        ["c/crds/a.yaml"] = ("path: c", [("c/Chart.yaml", Chart), ("c/templates/a.yaml", Whole)]),
        ["c/Chart.lock"] = ("path: c", [("c/Chart.yaml", Chart + "dependencies: [{name: d, version: 1.0.0, repository: 'file://d'}]"), ("c/d/Chart.yaml", Chart.Replace("name: c", "name: d", StringComparison.Ordinal)), ("c/templates/a.yaml", Whole)]),
        ["c/data.yaml"] = ("path: c", [("c/Chart.yaml", Chart), ("c/templates/a.yaml", "{{ .Files.Get \"data.yaml\" | fromYaml | toYaml }}")]),
        ["c/.argocd-source.yaml"] = ("path: c", [("c/Chart.yaml", Chart), ("c/templates/a.yaml", Whole)]),
    };

    public static TheoryData<string> AllPlaces => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public void Hostile_text_is_told_wherever_it_stands(string place)
    {
        foreach (var (name, text) in Texts)
        {
            var clock = Stopwatch.StartNew();
            var output = Render(place, text);

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{name}: {clock.Elapsed}");
            Assert.All(output.Problems, p => Assert.True(p.Code.Length > 0 && p.Message.Length is > 0 and < 2000, $"{name}: {p}"));
            Assert.All(output.Problems, p => Assert.DoesNotContain("Exception", p.ToString(), StringComparison.Ordinal));

            // Where a chart's file is not read at all, or an object comes out as it was, nothing is wrong; nothing grows beyond its text either.
            Assert.InRange(output.Objects.Count, 0, 10);
        }
    }

    /// <summary>T-YAML-1, T-YAML-2, T-YAML-4: what would be another thing than it says is never rendered.</summary>
    [Theory]
    [InlineData("k/resource.yaml")]
    [InlineData("k/kustomization.yaml")]
    [InlineData("c/values.yaml")]
    [InlineData("c/templates/a.yaml")]
    public void Place_that_is_read_refuses_every_text(string place)
    {
        foreach (var (name, text) in Texts.Where(t => t.Key is not ("tag" or "documents" or "odd tag" or "scalar")))
        {
            Assert.False(Render(place, text).Succeeded, name);
        }
    }

    private const string Chart = "apiVersion: v2\nname: c\nversion: 1.0.0\n";

    private static RenderOutput Render(string place, byte[] text)
    {
        var (source, beside) = Places[place];
        var files = beside.Where(b => b.Path != place).Select(b => KeyValuePair.Create(RepoPath.Parse(b.Path), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b.Text)))
            .Append(KeyValuePair.Create(RepoPath.Parse(place), (ReadOnlyMemory<byte>)text));
        var app = $"{{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {{name: shop}}, spec: {{project: default, source: {{repoURL: 'https://h/s', {source}}}, destination: {{name: one, namespace: shop}}}}}}";
        var read = ApplicationReader.Read((MapNode)YamlReader.ReadOne(app, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default));
        return new SourceRenderer(TimeProvider.System, DirectoryLimits.Default).Render(
            new RenderInput(read.Value!, [new SourceFiles(new MemorySourceTree(files), new string('a', 40))]), TestContext.Current.CancellationToken);
    }
}
