using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Sources;

namespace Plumbline.Rendering.Tests.Helm.Sources;

/// <summary>What each field of <c>helm</c> in a source does to what a chart sees and to what is rendered of it (SRC-4, SRC-11, SRC-12, SRC-13, SRC-15).</summary>
public sealed class HelmSwitchTests
{
    private static readonly (string Path, string Text)[] Chart =
    [
        ("app/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0"),
        ("app/values.yaml", "v: 1\nmap: {a: chart, b: chart}\nlist: [1, 2]\n"),
        ("app/values.schema.json", """{"properties":{"limit":{"type":"integer"}}}"""),
        ("app/templates/a.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: main}
            data:
              release: {{ .Release.Name | quote }}
              namespace: {{ .Release.Namespace | quote }}
              kube: {{ .Capabilities.KubeVersion.Version | quote }}
              has: {{ .Capabilities.APIVersions.Has "example.com/v1/Widget" | quote }}
              upgrade: {{ .Release.IsUpgrade | quote }}
              kind: {{ kindOf .Values.v }}
              values: {{ .Values | toJson | quote }}
            """),
        ("app/templates/test.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: probe, annotations: {helm.sh/hook: test}}\n"),
        ("app/templates/job.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: before, annotations: {helm.sh/hook: pre-install}}\n"),
        ("app/crds/x.yaml", "apiVersion: v1\nkind: CustomResourceDefinition\nmetadata: {name: x}"),
        ("app/own.yaml", "v: own\n"), ("own.yaml", "v: root\n"), ("notes/text.txt", "a,b=c"),
    ];

    private readonly HelmSourceRenderer _renderer = new(new HelmTemplate(TimeProvider.System));

    [Theory]
    [InlineData("{}", "release", "web")]
    [InlineData("releaseName: shop", "release", "shop")]
    [InlineData("{}", "namespace", "prod")]
    [InlineData("namespace: other", "namespace", "other")]
    [InlineData("{}", "kube", "v1.31.2")]
    [InlineData("kubeVersion: 1.29", "kube", "v1.29")]
    [InlineData("kubeVersion: v1.30.4+k3s1", "kube", "v1.30.4+k3s1")]
    [InlineData("{}", "has", "false")]
    [InlineData("apiVersions: [example.com/v1/Widget]", "has", "true")]
    [InlineData("apiVersions: [example.com/v1]", "has", "false")]
    [InlineData("{}", "upgrade", "false")]
    public void What_the_chart_sees_of_its_release(string helm, string key, string expected) => Assert.Equal(expected, Value(helm, key));

    [Fact]
    public void A_cluster_s_own_api_versions_count_where_the_source_names_none()
    {
        Assert.Equal("true", Data(Render("{}", apiVersions: ["example.com/v1/Widget"]))["has"]);
        Assert.Equal("false", Data(Render("apiVersions: [example.com/v2]", apiVersions: ["example.com/v1/Widget"]))["has"]);
    }

    [Theory]
    [InlineData("{}", "x before main probe")]
    [InlineData("skipCrds: true", "before main probe")]
    [InlineData("skipTests: true", "before main x")]
    [InlineData("{skipCrds: true, skipTests: true}", "before main")]
    public void Custom_resources_and_test_hooks_may_be_left_out(string helm, string names) =>
        Assert.Equal(names.Split(' ').Order(), Render(helm).Result.Objects.Select(o => o.Name).Order());

    [Fact]
    public void The_schema_counts_unless_it_is_skipped()
    {
        var refused = Render("valuesObject: {limit: many}").Result;
        Assert.Equal(HelmProblem.SchemaViolated, Assert.Single(refused.Problems).Code);
        Assert.Empty(refused.Objects);
        Assert.Contains("\"limit\":\"many\"", Value("{skipSchemaValidation: true, valuesObject: {limit: many}}", "values"));
    }

    /// <summary>SRC-11: what a parameter's text becomes.</summary>
    [Theory]
    [InlineData("[{name: v, value: '5'}]", "int64")]
    [InlineData("[{name: v, value: '5', forceString: true}]", "string")]
    [InlineData("[{name: v, value: 'true'}]", "bool")]
    [InlineData("[{name: v, value: 'true', forceString: true}]", "string")]
    [InlineData("[{name: v, value: '5', forceString: true}, {name: v, value: '6'}]", "string")]
    [InlineData("[{name: v, value: '5'}, {name: v, value: '6', forceString: true}]", "string")]
    [InlineData("[{name: v, value: '{a,b}'}]", "slice")]
    [InlineData("[{name: v.w, value: x}]", "map")]
    [InlineData("[{name: 'v[1]', value: x}]", "slice")]
    [InlineData("[{name: v, value: 'null'}]", "invalid")]
    public void Parameters_are_typed_unless_text_is_forced(string parameters, string kind) => Assert.Equal(kind, Value($"parameters: {parameters}", "kind"));

    /// <summary>SRC-12: maps are merged, lists and scalars replaced, and a null takes a key of the chart away.</summary>
    [Fact]
    public void Values_are_merged_key_by_key()
    {
        var values = Value("{valueFiles: [own.yaml], valuesObject: {map: {b: source}, list: [3]}, parameters: [{name: map.c, value: set}]}", "values");
        Assert.Equal("""{"list":[3],"map":{"a":"chart","b":"source","c":"set"},"v":"own"}""", values);
        Assert.Equal("""{"list":[1,2],"map":{"b":"chart"},"v":1}""", Value("valuesObject: {map: {a: null}}", "values"));
    }

    /// <summary>SRC-12: once there is an object, the text is not even read.</summary>
    [Fact]
    public void The_object_silences_the_text()
    {
        Assert.Contains("\"v\":1", Value("{values: 'v: text', valuesObject: {x: here}}", "values"));
        Assert.Contains("\"x\":\"here\"", Value("{values: 'v: [unclosed', valuesObject: {x: here}}", "values"));
        Assert.Contains("\"v\":\"text\"", Value("{values: 'v: text', valuesObject: null}", "values"));
        Assert.Contains("\"v\":1", Value("{values: 'v: text', valuesObject: {}}", "values"));
    }

    /// <summary>SRC-12: a file's content is text, whatever it holds.</summary>
    [Fact]
    public void File_parameters_are_texts_from_files_that_exist()
    {
        Assert.Contains("\"v\":\"a,b=c\"", Value("fileParameters: [{name: v, path: ../notes/text.txt}]", "values"));
        Assert.Contains("\"v\":\"a,b=c\"", Value("{fileParameters: [{name: v, path: /notes/text.txt}], parameters: [{name: v, value: '5', forceString: true}]}", "values"));
        foreach (var path in (string[])["missing.txt", "../../text.txt", "file:///etc/hostname"])
        {
            var problem = Assert.Single(Render($"fileParameters: [{{name: v, path: '{path}'}}]").Result.Problems);
            Assert.Equal("spec.sources[0].helm.fileParameters[0].path", problem.Field);
        }
    }

    /// <summary>SRC-4: a name counts at the start only, from the root of the other repository, also where that source has a folder of its own.</summary>
    [Theory]
    [InlineData("$values/env.yaml", "other")]
    [InlineData("$values/deep/env.yaml", "deep")]
    [InlineData("$values/*/env.yaml", "deep")]
    [InlineData("$values/deep/../env.yaml", "other")]
    public void Files_of_other_sources_are_found_from_their_root(string path, string expected) =>
        Assert.Contains($"\"v\":\"{expected}\"", Data(Render($"valueFiles: ['{path}']", lends: true))["values"]);

    /// <summary>SRC-4, SRC-13: what leads nowhere is told with its field; nothing outside of the named repository is looked at.</summary>
    [Theory]
    [InlineData("$nowhere/env.yaml")]
    [InlineData("$values/missing.yaml")]
    [InlineData("$values/none/*.yaml")]
    [InlineData("$values/../env.yaml")]
    [InlineData("x/$values/env.yaml")]
    [InlineData("./$values/env.yaml")]
    [InlineData("${values}/env.yaml")]
    public void Names_that_lead_nowhere_are_problems(string path)
    {
        var problem = Assert.Single(Render($"valueFiles: ['{path}']", lends: true).Result.Problems);
        Assert.Equal("spec.sources[0].helm.valueFiles[0]", problem.Field);
    }

    /// <summary>SRC-13: a file that is missing may be so, one that leaves the repository may not.</summary>
    [Fact]
    public void Missing_files_are_left_out_where_that_is_said()
    {
        Assert.Contains("\"v\":\"own\"", Data(Render("{ignoreMissingValueFiles: true, valueFiles: [none.yaml, own.yaml, $values/none.yaml, 'none/*.yaml']}", lends: true))["values"]);
        Assert.False(Render("{ignoreMissingValueFiles: true, valueFiles: [../../x.yaml]}").Result.Succeeded);
    }

    private string Value(string helm, string key) => Data(Render(helm))[key];

    private static Dictionary<string, string> Data(HelmSourceOutput output)
    {
        Assert.DoesNotContain(output.Result.Problems, p => p.Severity == ProblemSeverity.Error);
        var map = (MapNode)output.Result.Objects.Single(o => o.Name == "main").Root["data"]!;
        return map.ToDictionary(e => e.Key, e => ((ScalarNode)e.Value).StringValue ?? "", StringComparer.Ordinal);
    }

    private HelmSourceOutput Render(string helm, bool lends = false, IReadOnlyList<string>? apiVersions = null)
    {
        var sources = new List<ApplicationSource>
        {
            new() { RepoUrl = "https://example.com/a", Path = "app", Helm = (MapNode)YamlReader.ReadOne(helm, null, YamlReadOptions.Default), Raw = new MapNode(), Field = "spec.sources[0]" },
        };
        var files = new List<SourceFiles> { new(MemorySourceTree.Of(Chart), new string('a', 40)) };
        if (lends)
        {
            sources.Add(new() { RepoUrl = "https://example.com/b", Ref = "values", Path = "deep", Raw = new MapNode(), Field = "spec.sources[1]" });
            files.Add(new(MemorySourceTree.Of(("env.yaml", "v: other"), ("deep/env.yaml", "v: deep")), new string('b', 40)));
        }

        var application = new Application
        {
            Name = "web",
            Project = "dev",
            Sources = sources,
            Destination = new Destination(new ClusterReference(null, "in-cluster"), "prod"),
            Environment = "prod",
            Origin = new ObjectOrigin("app.yaml", default),
            Raw = new MapNode(),
            SpecDigest = "",
        };
        var input = new RenderInput(application, files) { KubeVersion = "1.31.2", ApiVersions = apiVersions ?? [] };
        return _renderer.Render(new HelmSourceInput(input, 0), TestContext.Current.CancellationToken);
    }
}
