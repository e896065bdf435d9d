using System.Security.Cryptography;
using System.Text;
using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>Charts in git whose dependencies are not vendored, through the reconcile path.</summary>
public sealed class DependencyTests : IAsyncLifetime
{
    private const string Parent = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    private ChartWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await ChartWorld.Start();
        _world.App("shop", $"{{repoURL: {ChartWorld.Shop}, path: chart, targetRevision: main}}");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Missing_dependencies_are_fetched_by_range_and_alias()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Charts.Add("cache", "1.4.0");
        _world.Charts.Push("queue", "2.0.0");
        await Run(Parent + $"""
            dependencies:
            - name: cache
              version: ^1.0.0
              repository: {_world.Charts.Url}
              alias: store
            - name: queue
              version: 2.x
              repository: {_world.Charts.Registry}
            """, ("values.yaml", "store: {colour: blue}\nqueue: {colour: red}\n"));

        Assert.Equal("1.4.0", _world.Value("shop-store", "version") ?? _world.Value("shop-cache", "version"));
        Assert.Equal("blue", _world.Value("shop-cache", "colour"));
        Assert.Equal("red", _world.Value("shop-queue", "colour"));
    }

    [Fact]
    public async Task The_versions_of_the_lock_count()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Charts.Add("cache", "1.4.0");
        await Run(
            Parent + $"dependencies:\n- {{name: cache, version: ^1.0.0, repository: '{_world.Charts.Url}'}}\n",
            ("Chart.lock", Lock($$"""[[{"name":"cache","version":"^1.0.0","repository":"{{_world.Charts.Url}}"}],[{"name":"cache","version":"1.0.0","repository":"{{_world.Charts.Url}}"}]]""", "1.0.0")));
        Assert.Equal("1.0.0", _world.Value("shop-cache", "version"));
    }

    [Fact]
    public async Task Charts_of_api_v1_name_theirs_in_requirements()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Charts.Add("cache", "1.4.0");
        var helm2 = $$"""{"dependencies":[{"name":"cache","version":"^1.0.0","repository":"{{_world.Charts.Url}}"}]}""";
        await Run(
            "apiVersion: v1\nname: shop\nversion: 1.0.0\n",
            ("requirements.yaml", $"dependencies:\n- {{name: cache, version: ^1.0.0, repository: '{_world.Charts.Url}'}}\n"),
            ("requirements.lock", Lock(helm2, "1.0.0")));
        Assert.Equal("1.0.0", _world.Value("shop-cache", "version"));
    }

    [Fact]
    public async Task A_lock_that_is_out_of_sync_is_told()
    {
        _world.Charts.Add("cache", "1.0.0");
        await Run(Parent + $"dependencies:\n- {{name: cache, version: ^1.2.0, repository: '{_world.Charts.Url}'}}\n", ("Chart.lock", Lock("[[],[]]", "1.0.0")));

        Assert.Contains("the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml)", await _world.Sentence("shop"));
        Assert.Contains("chart/Chart.lock", await _world.Sentence("shop"));
        Assert.DoesNotContain(_world.Server.Requests, r => r.Path.EndsWith(".tgz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chart_of_a_neighbouring_folder_is_taken_and_a_push_to_it_counts()
    {
        var chart = Parent + "dependencies:\n- {name: cache, version: '>=1.0.0', repository: 'file://../common/cache'}\n";
        await Run(chart, [.. PublishedCharts.Simple("cache", "1.5.0").Select(f => ($"../common/cache/{f.Path}", f.Text))]);
        Assert.Equal("1.5.0", _world.Value("shop-cache", "version"));

        _world.Git.Repository(ChartWorld.Shop).Change("main", new Dictionary<string, string?> { ["common/cache/values.yaml"] = "colour: green\n" }, "colour");
        await _world.CheckRefs();
        Assert.Equal("green", _world.Value("shop-cache", "colour"));
    }

    [Theory]
    [InlineData("file://../../outside", "cannot be read")]
    [InlineData("file://../common/nothing", "not found")]
    [InlineData("'@nowhere'", "no repository definition for @nowhere")]
    [InlineData("alias:nowhere", "no repository definition for alias:nowhere")]
    [InlineData("''", "names no repository")]
    [InlineData("ftp://x/y", "cannot be fetched")]
    public async Task A_dependency_that_cannot_be_had_is_named(string repository, string message)
    {
        await Run(Parent + $"dependencies:\n- {{name: cache, version: 1.0.0, repository: {repository}}}\n");
        Assert.Contains(message, await _world.Sentence("shop"));
        Assert.Contains("cache", await _world.Sentence("shop"));
        Assert.Empty(_world.Cluster.Writes);
    }

    [Fact]
    public async Task A_dependency_from_a_registered_repository_is_found_by_its_name()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.With("repositories/stable.yaml", $$"""
            apiVersion: v1
            kind: Secret
            metadata:
              name: stable
              labels: {argocd.argoproj.io/secret-type: repository}
            stringData: {type: helm, name: stable, url: '{{_world.Charts.Url}}'}
            """);
        await Run(Parent + "dependencies:\n- {name: cache, version: 1.0.0, repository: '@stable'}\n");
        Assert.Equal("1.0.0", _world.Value("shop-cache", "version"));
    }

    [Fact]
    public async Task A_repository_the_project_does_not_allow_is_not_asked()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Project("default", ChartWorld.Shop);
        await Run(Parent + $"dependencies:\n- {{name: cache, version: 1.0.0, repository: '{_world.Charts.Url}'}}\n");
        Assert.Contains("does not allow the repository", await _world.Sentence("shop"));
        Assert.Empty(_world.Server.Requests);
    }

    [Fact]
    public async Task What_is_vendored_is_not_fetched()
    {
        await Run(
            Parent + $"dependencies:\n- {{name: cache, version: 1.0.0, repository: '{_world.Charts.Url}'}}\n",
            [.. PublishedCharts.Simple("cache", "1.0.0").Select(f => ($"charts/cache/{f.Path}", f.Text))]);
        Assert.Equal("1.0.0", _world.Value("shop-cache", "version"));
        Assert.Empty(_world.Server.Requests);
    }

    [Fact]
    public async Task A_chart_of_a_repository_has_its_missing_dependencies_fetched_as_well()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Charts.Add("bare", "1.0.0", ("Chart.yaml", $"apiVersion: v2\nname: bare\nversion: 1.0.0\ndependencies:\n- {{name: cache, version: 1.0.0, repository: '{_world.Charts.Url}'}}\n"));
        await _world.App("bare", $"{{repoURL: {_world.Charts.Url}, chart: bare, targetRevision: 1.0.0}}").Run();
        Assert.Equal("1.0.0", _world.Value("bare-cache", "version"));
    }

    [Fact]
    public async Task A_push_elsewhere_does_not_touch_an_application_with_fetched_dependencies()
    {
        _world.Charts.Add("cache", "1.0.0");
        await Run(Parent + $"dependencies:\n- {{name: cache, version: 1.0.0, repository: '{_world.Charts.Url}'}}\n");
        var before = await _world.Status("shop");

        _world.Git.Repository(ChartWorld.Shop).Change("main", new Dictionary<string, string?> { ["README.md"] = "new" }, "docs");
        await _world.CheckRefs();
        Assert.Equal(before, await _world.Status("shop"));

        _world.Git.Repository(ChartWorld.Shop).Change("main", new Dictionary<string, string?> { ["chart/charts/cache/Chart.yaml"] = "apiVersion: v2\nname: cache\nversion: 1.0.0\n" }, "vendored");
        await _world.CheckRefs();
        Assert.NotEqual(before, await _world.Status("shop"));
    }

    private static string Lock(string json, string version) =>
        $"dependencies:\n- {{name: cache, version: {version}, repository: '{(json.Contains("http", StringComparison.Ordinal) ? json.Split("\"repository\":\"")[1].Split('"')[0] : "https://x")}'}}\n"
        + $"digest: sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}\n";

    private async Task Run(string chart, params (string Path, string Text)[] files)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["chart/Chart.yaml"] = chart, ["README.md"] = "old" };
        foreach (var (path, text) in files)
        {
            all[path.StartsWith("../", StringComparison.Ordinal) ? path[3..] : $"chart/{path}"] = text;
        }

        _world.Git.Repository(ChartWorld.Shop).Commit("main", all, "chart");
        await _world.Run();
    }
}
