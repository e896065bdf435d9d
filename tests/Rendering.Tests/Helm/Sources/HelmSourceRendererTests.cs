using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Sources;

namespace Plumbline.Rendering.Tests.Helm.Sources;

/// <summary>What a Helm source of an Application becomes (SRC-4, SRC-11, SRC-12, SRC-13, SRC-14, SRC-15, SRC-16).</summary>
public sealed class HelmSourceRendererTests
{
    private const string Template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Release.Name }}', namespace: '{{ .Release.Namespace }}'}\ndata: {v: '{{ .Values.v }}', w: '{{ .Values.w }}'}\n";

    private static readonly (string Path, string Text)[] Chart =
    [
        ("app/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0"), ("app/values.yaml", "v: chart\nw: chart"), ("app/templates/a.yaml", Template),
        ("app/dev.yaml", "v: dev"), ("shared/all.yaml", "v: shared"), ("envs/b.yaml", "v: b\nw: b"), ("envs/a.yaml", "v: a"), ("envs/z/c.yaml", "v: zc"),
        ("app/crds/x.yaml", "apiVersion: v1\nkind: CustomResourceDefinition\nmetadata: {name: x}"),
    ];

    private readonly HelmSourceRenderer _renderer = new(new HelmTemplate(TimeProvider.System));

    [Fact]
    public void Values_rank_from_chart_to_parameters()
    {
        Assert.Equal("chart", Value("{}"));
        Assert.Equal("dev", Value("valueFiles: [dev.yaml]"));
        Assert.Equal("text", Value("valueFiles: [dev.yaml]\nvalues: 'v: text'"));
        Assert.Equal("object", Value("valueFiles: [dev.yaml]\nvalues: 'v: text'\nvaluesObject: {v: object}"));
        Assert.Equal("chart", Value("values: 'v: text'\nvaluesObject: {w: object}"));
        Assert.Equal("last", Value("valuesObject: {v: object}\nparameters: [{name: v, value: first}, {name: v, value: last}]"));
        Assert.Equal("a,b", Value("parameters: [{name: v, value: 'a,b'}]"));
        Assert.Equal("[a b]", Value("parameters: [{name: v, value: '{a,b}'}]"));
        Assert.Equal("from file", Value("fileParameters: [{name: v, path: /note.txt}]", ("note.txt", "from file")));
    }

    [Fact]
    public void A_source_that_asks_for_helm_3_is_rendered_as_helm_3()
    {
        Assert.Equal("one", Value("{version: v3, values: \"v: one\\n---\\nv: two\"}"));
        Assert.Equal("two", Value("{version: v4, values: \"v: one\\n---\\nv: two\"}"));
    }

    [Fact]
    public void Value_files_lie_beside_the_chart_at_the_root_or_behind_variables()
    {
        Assert.Equal("shared", Value("valueFiles: [../shared/all.yaml]"));
        Assert.Equal("shared", Value("valueFiles: [/shared/all.yaml]"));
        Assert.Equal("dev", Value("valueFiles: ['${ARGOCD_APP_PROJECT_NAME}.yaml']"));
    }

    [Fact]
    public void Globs_expand_in_place_with_files_before_folders_and_listed_files_where_listed()
    {
        Assert.Equal("b", Value("valueFiles: ['/envs/*.yaml']"));
        Assert.Equal("zc", Value("valueFiles: ['/envs/**/*.yaml']"));
        Assert.Equal("a", Value("valueFiles: ['/envs/*.yaml', /envs/a.yaml]"));
        Assert.Equal("b", Value("valueFiles: [/envs/a.yaml, '/envs/*.yaml']"));
    }

    [Theory]
    [InlineData("valueFiles: [nope.yaml]", HelmProblem.ValuesInvalid)]
    [InlineData("valueFiles: ['/nope/*.yaml']", HelmProblem.ValuesInvalid)]
    [InlineData("valueFiles: [../../x.yaml]", ProblemCode.PathInvalid)]
    [InlineData("valueFiles: ['file:///etc/passwd']", ProblemCode.PathInvalid)]
    [InlineData("valueFiles: ['https://example.com/v.yaml']", HelmProblem.ValuesInvalid)]
    [InlineData("valueFiles: {}", ProblemCode.FieldInvalid)]
    [InlineData("skipCrds: 'yes please'", ProblemCode.FieldInvalid)]
    [InlineData("kubeVersion: nonsense", HelmProblem.ReleaseInvalid)]
    [InlineData("version: v2", ProblemCode.FieldInvalid)]
    [InlineData("releaseName: Bad_Name", HelmProblem.ReleaseInvalid)]
    public void Mistakes_are_problems(string helm, string code)
    {
        var output = Render(helm);
        Assert.False(output.Result.Succeeded);
        Assert.Contains(output.Result.Problems, p => p.Code == code);
    }

    [Fact]
    public void Missing_value_files_may_be_ignored()
    {
        Assert.Equal("chart", Value("ignoreMissingValueFiles: true\nvalueFiles: [nope.yaml, '/nope/*.yaml']"));
        Assert.Contains(Render("ignoreMissingValueFiles: true\nvalueFiles: [nope.yaml]").Result.Reads.Misses, m => m.Value == "app/nope.yaml");
    }

    [Fact]
    public void Crds_come_along_unless_skipped()
    {
        Assert.Equal(["CustomResourceDefinition", "ConfigMap"], Render("{}").Result.Objects.Select(o => o.Kind));
        Assert.Equal(["ConfigMap"], Render("skipCrds: true").Result.Objects.Select(o => o.Kind));
    }

    [Fact]
    public void Unknown_fields_are_warnings()
    {
        var output = Render("valuFiles: [dev.yaml]");
        Assert.True(output.Result.Succeeded);
        Assert.Contains(output.Result.Problems, p => p is { Code: ProblemCode.FieldUnknown, Field: "spec.sources[0].helm.valuFiles" });
    }

    [Fact]
    public void Files_of_a_referenced_source_count_into_its_own_read_set()
    {
        var values = MemorySourceTree.Of(("env/prod.yaml", "v: prod"), ("other.yaml", "v: other"));
        var output = Render("valueFiles: [$values/env/prod.yaml]", referenced: values);

        Assert.Equal("prod", Data(output));
        Assert.Equal(["env/prod.yaml"], output.References[1].Files.Keys.Select(k => k.Value));
        Assert.DoesNotContain(output.Result.Reads.Files.Keys, k => k.Value == "env/prod.yaml");
    }

    [Fact]
    public void The_read_set_holds_exactly_what_matters()
    {
        var before = MemorySourceTree.Of(Chart);
        var output = Render("valueFiles: [dev.yaml]", before);

        Assert.True(output.Result.Reads.HoldsIn(MemorySourceTree.Of([.. Chart, ("unrelated.txt", "x"), ("envs/new.yaml", "y")])));
        Assert.False(output.Result.Reads.HoldsIn(MemorySourceTree.Of([.. Chart, ("app/templates/new.yaml", "")])));
        Assert.False(output.Result.Reads.HoldsIn(MemorySourceTree.Of([.. Chart.Where(f => f.Path != "app/dev.yaml"), ("app/dev.yaml", "v: other")])));
    }

    [Fact]
    public void Urls_are_named_before_rendering_and_used_when_fetched()
    {
        var input = Input("valueFiles: ['https://example.com/v.yaml', dev.yaml]", MemorySourceTree.Of(Chart), null);
        Assert.Equal(["https://example.com/v.yaml"], HelmSourceRenderer.RemoteFiles(input));

        var fetched = new Dictionary<string, ReadOnlyMemory<byte>> { ["https://example.com/v.yaml"] = Encoding.UTF8.GetBytes("w: remote") };
        var output = _renderer.Render(input with { RemoteFiles = fetched }, TestContext.Current.CancellationToken);
        Assert.Contains("w: 'remote'", output.Result.Text);
    }

    private string Value(string helm, params (string Path, string Text)[] more) => Data(Render(helm, MemorySourceTree.Of([.. Chart, .. more])));

    private static string Data(HelmSourceOutput output)
    {
        Assert.DoesNotContain(output.Result.Problems, p => p.Severity == ProblemSeverity.Error);
        return ((ScalarNode)((MapNode)output.Result.Objects[^1].Root["data"]!)["v"]!).StringValue!;
    }

    private HelmSourceOutput Render(string helm, ISourceTree? tree = null, ISourceTree? referenced = null) =>
        _renderer.Render(Input(helm, tree ?? MemorySourceTree.Of(Chart), referenced), TestContext.Current.CancellationToken);

    private static HelmSourceInput Input(string helm, ISourceTree tree, ISourceTree? referenced)
    {
        var settings = (MapNode)YamlReader.ReadOne(helm, null, YamlReadOptions.Default);
        var sources = new List<ApplicationSource>
        {
            new() { RepoUrl = "https://example.com/a", Path = "app", Helm = settings, Raw = new MapNode(), Field = "spec.sources[0]" },
        };
        var files = new List<SourceFiles> { new(tree, new string('a', 40)) };
        if (referenced is not null)
        {
            sources.Add(new() { RepoUrl = "https://example.com/b", Ref = "values", Raw = new MapNode(), Field = "spec.sources[1]" });
            files.Add(new(referenced, new string('b', 40)));
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
        return new HelmSourceInput(new RenderInput(application, files), 0);
    }
}
