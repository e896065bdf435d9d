using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Projects;

public sealed class ChartKeysTests
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
    [InlineData("plumbline.dev/chart-keys: ''")]
    [InlineData("plumbline.dev/chart-keys: ' , '")]
    [InlineData("plumbline.dev/chart-keys: 0xDEADBEEF")]
    [InlineData("plumbline.dev/chart-keys: '-----BEGIN PGP PUBLIC KEY BLOCK-----'")]
    [InlineData("plumbline.dev/chart-key: env:A")]
    public void A_mistake_is_an_error_and_never_no_key(string annotation)
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
