using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Projects;

/// <summary>What a project says about charts in annotations: who signs them, what they may look up (T-TPL-5).</summary>
public sealed class ProjectAnnotationTests
{
    [Theory]
    [InlineData("env:RELEASE_KEY", "env:RELEASE_KEY")]
    [InlineData("'file:/etc/keys/a.asc, keyvault:release  env:B'", "file:/etc/keys/a.asc|keyvault:release|env:B")]
    public void Keys_are_named_by_references(string written, string keys)
    {
        var read = Read($"    plumbline.dev/chart-keys: {written}\n");
        Assert.Equal(keys.Split('|'), read.Value!.ChartKeys);
    }

    [Fact]
    public void Nothing_written_asks_for_nothing() => Assert.Empty(Read("    other: x\n").Value!.ChartKeys);

    [Theory]
    [InlineData("ConfigMap", "", "ConfigMap", true)]
    [InlineData("ConfigMap", "", "Secret", false)]
    [InlineData("'ConfigMap, Secret'", "", "Secret", true)]
    [InlineData("ConfigMap", "example.org", "ConfigMap", false)]
    [InlineData("apps/Deployment", "apps", "Deployment", true)]
    [InlineData("apps/Deployment", "", "Deployment", false)]
    [InlineData("'cert-manager.io/*'", "cert-manager.io", "Issuer", true)]
    [InlineData("'cert-manager.io/*'", "acme.cert-manager.io", "Order", false)]
    [InlineData("'*'", "apps", "Deployment", true)]
    [InlineData("'*'", "", "Secret", true)]
    [InlineData("'*/*'", "", "Secret", true)]
    [InlineData("'/Secret'", "", "Secret", true)]
    [InlineData("configmap", "", "ConfigMap", false)]
    public void Kinds_are_named_with_their_group(string written, string group, string kind, bool allowed) =>
        Assert.Equal(allowed, ProjectRules.AllowsLookup(Read($"    plumbline.dev/helm-lookup: {written}\n").Value!, group, kind));

    [Fact]
    public void Nothing_written_lets_nothing_be_looked_up()
    {
        Assert.False(ProjectRules.AllowsLookup(Read("    other: x\n").Value!, "", "ConfigMap"));
        Assert.False(ProjectRules.AllowsLookup(AppProject.OpenDefault, "", "ConfigMap"));
    }

    [Theory]
    [InlineData("plumbline.dev/chart-keys: ''")]
    [InlineData("plumbline.dev/chart-keys: ' , '")]
    [InlineData("plumbline.dev/chart-keys: 0xDEADBEEF")]
    [InlineData("plumbline.dev/chart-keys: '-----BEGIN PGP PUBLIC KEY BLOCK-----'")]
    [InlineData("plumbline.dev/chart-key: env:A")]
    [InlineData("plumbline.dev/helm-lookup: ''")]
    [InlineData("plumbline.dev/helm-lookup: ' , '")]
    [InlineData("plumbline.dev/helm-lookup: 'apps/'")]
    [InlineData("plumbline.dev/helm-lookup: '/'")]
    [InlineData("plumbline.dev/helm-lookup: 'apps/[Deployment'")]
    [InlineData("plumbline.dev/helm-lookups: ConfigMap")]
    public void A_mistake_is_an_error_and_never_nothing(string annotation)
    {
        var read = Read($"    {annotation}\n");
        Assert.Null(read.Value);
        Assert.Contains(read.Problems, p => p.Severity == ProblemSeverity.Error && p.Field!.StartsWith("metadata.annotations", StringComparison.Ordinal));
    }

    private static Fields.Reading<AppProject> Read(string annotations)
    {
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: team\n  annotations:\n{annotations}spec: {{sourceRepos: ['*']}}\n";
        return AppProjectReader.Read((MapNode)YamlReader.ReadOne(text, "p.yaml", YamlReadOptions.Default), new ObjectOrigin("p.yaml", SourcePosition.None));
    }
}
