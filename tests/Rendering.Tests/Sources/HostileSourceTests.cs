using System.Diagnostics;
using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;

namespace Plumbline.Rendering.Tests.Sources;

/// <summary>Overlays that multiply, bases from elsewhere, and templates that ask for what is none of theirs.</summary>
public sealed class HostileSourceTests
{
    private const string Variable = "PLUMBLINE_CANARY";

    /// <summary>T-KUS-1: thirty layers that each list the same base twice end at a budget.</summary>
    [Fact]
    public void Overlays_that_double_thirty_times_end()
    {
        var layers = Enumerable.Range(0, 30).Select(i => ($"l{i}/kustomization.yaml", i == 0 ? "resources: [a.yaml]" : $"resources: [../l{i - 1}, ../m{i}]"))
            .Concat(Enumerable.Range(1, 29).Select(i => ($"m{i}/kustomization.yaml", $"namePrefix: p{i}-\nresources: [../l{i - 1}]")))
            .Append(("l0/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"));
        var clock = Stopwatch.StartNew();

        var output = Render("path: l29", [.. layers]);

        Assert.False(output.Succeeded);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    /// <summary>T-KUS-2: what is not here is asked for as an https repository, or refused; nothing is fetched while rendering, and no file of this machine is read.</summary>
    [Theory]
    [InlineData("file:///etc", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("git::file:///etc", false)]
    [InlineData("ssh://git@h/x", false)]
    [InlineData("git@h:org/x", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", null)]
    [InlineData("https://h/x?ref=--upload-pack=x", false)]
    [InlineData("https://h/org/x?ref=main&timeout=999999h", null)]
    [InlineData("https://h/org/x?ref=main&submodules=true", null)]
    public void Base_from_elsewhere_is_asked_for_or_refused(string url, bool? wanted)
    {
        var output = Render("path: k", ("k/kustomization.yaml", $"resources: ['{url}']"));

        Assert.False(output.Succeeded);
        Assert.Empty(output.Objects);
        Assert.True(wanted is null || output.Wanted.Count == 0, string.Join(", ", output.Wanted));
    }

    /// <summary>T-TPL-5: the environment, names of hosts, files outside of the chart and the cluster are not for templates.</summary>
    [Theory]
    [InlineData("{{ env \"PLUMBLINE_CANARY\" }}")]
    [InlineData("{{ expandenv \"$PLUMBLINE_CANARY\" }}")]
    [InlineData("x: {{ getHostByName \"localhost\" | quote }}")]
    [InlineData("x: {{ .Files.Get \"../secret.txt\" | quote }}")]
    [InlineData("x: {{ .Files.Get \"/etc/passwd\" | quote }}")]
    [InlineData("x: {{ range $p, $b := .Files.Glob \"../**\" }}{{ $b }}{{ end }}")]
    [InlineData("x: {{ (lookup \"v1\" \"Secret\" \"kube-system\" \"\") | toYaml | quote }}")]
    public void Template_learns_nothing_that_is_not_its_own(string template)
    {
        Environment.SetEnvironmentVariable(Variable, "canary-value");
        try
        {
            var output = Render(
                "path: c",
                ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("secret.txt", "canary-value"),
                ("c/templates/a.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  {template}\n"));

            var told = string.Join('\n', output.Objects.Select(o => Core.Json.JsonTree.ToText(o.Root)).Concat(output.Problems.Select(p => p.ToString())));
            Assert.DoesNotContain("canary-value", told, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", told, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", told, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    private static RenderOutput Render(string source, params (string Path, string Text)[] files)
    {
        var app = $"{{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {{name: shop}}, spec: {{project: default, source: {{repoURL: 'https://h/s', {source}}}, destination: {{name: one, namespace: shop}}}}}}";
        var read = ApplicationReader.Read((MapNode)YamlReader.ReadOne(app, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default));
        return new SourceRenderer(TimeProvider.System, DirectoryLimits.Default).Render(
            new RenderInput(read.Value!, [new SourceFiles(MemorySourceTree.Of(files), new string('a', 40))]), TestContext.Current.CancellationToken);
    }
}
