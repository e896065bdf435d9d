using Plumbline.Rendering.Sources;
using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>Kustomizations with charts and remote bases, through the reconcile path.</summary>
public sealed class KustomizeOutsideTests : IAsyncLifetime
{
    private const string Platform = "https://git.test/acme/platform";

    private ChartWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await ChartWorld.Start();
        _world.Rendering = new RenderingOptions { KustomizeBuildOptions = "--enable-helm" };
        _world.App("web", $"{{repoURL: {ChartWorld.Shop}, path: app, targetRevision: main}}");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_chart_of_a_repository_is_inflated_and_transformed()
    {
        _world.Charts.Add("nginx", "1.0.0");
        await Run($$"""
            namePrefix: my-
            helmCharts:
            - name: nginx
              repo: {{_world.Charts.Url}}
              version: 1.0.0
              releaseName: rel
              valuesInline: {colour: blue}
            """);
        Assert.Equal("blue", _world.Value("my-rel-nginx", "colour"));
    }

    [Fact]
    public async Task Charts_of_a_registry_and_of_the_tree_go_together()
    {
        _world.Charts.Push("queue", "2.0.0");
        await Run(
            $$"""
            helmGlobals: {chartHome: ../vendored}
            helmCharts:
            - {name: nginx, releaseName: a, valuesFile: values.yaml, valuesInline: {extra: x} }
            - {name: queue, repo: '{{_world.Charts.Registry}}', version: 2.0.0, releaseName: b}
            """,
            [("app/values.yaml", "colour: red\n"), .. PublishedCharts.Simple("nginx", "1.0.0").Select(f => ($"vendored/nginx/{f.Path}", f.Text))]);
        Assert.Equal("red", _world.Value("a-nginx", "colour"));
        Assert.Equal("2.0.0", _world.Value("b-queue", "version"));

        _world.Git.Repository(ChartWorld.Shop).Change("main", new Dictionary<string, string?> { ["app/values.yaml"] = "colour: green\n" }, "colour");
        await _world.CheckRefs();
        Assert.Equal("green", _world.Value("a-nginx", "colour"));
    }

    [Theory]
    [InlineData("override", "inline")]
    [InlineData("merge", "file")]
    [InlineData("replace", "inline")]
    public async Task Inline_values_are_merged_as_asked(string merge, string colour)
    {
        _world.Charts.Add("nginx", "1.0.0");
        await Run(
            $"helmCharts:\n- {{name: nginx, repo: '{_world.Charts.Url}', version: 1.0.0, releaseName: a, valuesFile: v.yaml, valuesMerge: {merge}, valuesInline: {{colour: inline}}}}\n",
            ("app/v.yaml", "colour: file\n"));
        Assert.Equal(colour, _world.Value("a-nginx", "colour"));
    }

    [Fact]
    public async Task Charts_need_the_switch_of_the_instance()
    {
        _world.Rendering = new RenderingOptions();
        _world.Charts.Add("nginx", "1.0.0");
        await Run($"helmCharts:\n- {{name: nginx, repo: '{_world.Charts.Url}', version: 1.0.0}}\n");
        Assert.Contains("--enable-helm", await _world.Sentence("web"));
        Assert.Empty(_world.Server.Requests);
    }

    [Fact]
    public async Task A_chart_of_a_repository_the_project_does_not_allow_is_not_fetched()
    {
        _world.Project("default", ChartWorld.Shop);
        _world.Charts.Add("nginx", "1.0.0");
        await Run($"helmCharts:\n- {{name: nginx, repo: '{_world.Charts.Url}', version: 1.0.0}}\n");
        Assert.Contains("does not allow the repository", await _world.Sentence("web"));
        Assert.Empty(_world.Server.Requests);
    }

    [Theory]
    [InlineData("https://git.test/acme/platform//bases/web?ref=main")]
    [InlineData("https://git.test/acme/platform/bases/web?ref=main&timeout=999999h")]
    [InlineData("git::https://git.test/acme/platform.git//bases/web?version=main")]
    public async Task A_remote_base_is_read_and_a_push_to_it_counts(string address)
    {
        Base("blue");
        await Run($"resources: ['{address}']\n");
        Assert.Equal("blue", _world.Value("base", "colour"));

        Base("green");
        await _world.CheckRefs();
        Assert.Equal("green", _world.Value("base", "colour"));
    }

    [Fact]
    public async Task A_remote_base_may_name_another_one()
    {
        Base("blue");
        _world.Git.Repository("https://git.test/acme/middle").Commit("main", new Dictionary<string, string>
        {
            ["kustomization.yaml"] = "namePrefix: mid-\nresources: ['https://git.test/acme/platform//bases/web']\n",
        }, "middle");
        await Run("resources: ['https://git.test/acme/middle?ref=main']\n");
        Assert.Equal("blue", _world.Value("mid-base", "colour"));
    }

    [Theory]
    [InlineData("file:///etc", "only https repositories")]
    [InlineData("ssh://git@git.test/acme/platform//bases/web", "only https repositories")]
    [InlineData("https://git.test/acme/platform//../../etc", "names no folder")]
    [InlineData("https://git.test/acme/platform//bases/none", "names no folder")]
    [InlineData("https://git.test/acme/platform//bases/web?ref=--upload-pack=x", "cannot be had")]
    public async Task Other_addresses_are_refused_by_name(string address, string message)
    {
        Base("blue");
        await Run($"resources: ['{address}']\n");
        Assert.Contains(message, await _world.Sentence("web"));
        Assert.Contains(address, await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);
    }

    [Fact]
    public async Task A_remote_base_the_project_does_not_allow_is_refused()
    {
        Base("blue");
        _world.Project("default", ChartWorld.Shop);
        await Run("resources: ['https://git.test/acme/platform//bases/web?ref=main']\n");
        Assert.Contains("does not allow the repository https://git.test/acme/platform", await _world.Sentence("web"));
        Assert.Equal(0, _world.Git.Repository(Platform).Asked);
    }

    private void Base(string colour) => _world.Git.Repository(Platform).Commit("main", new Dictionary<string, string>
    {
        ["bases/web/kustomization.yaml"] = "resources: [map.yaml]\n",
        ["bases/web/map.yaml"] = $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: base}}\ndata: {{colour: {colour}}}\n",
    }, colour);

    private async Task Run(string kustomization, params (string Path, string Text)[] files)
    {
        var all = files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);
        all["app/kustomization.yaml"] = kustomization;
        _world.Git.Repository(ChartWorld.Shop).Commit("main", all, "app");
        await _world.Run();
    }
}
