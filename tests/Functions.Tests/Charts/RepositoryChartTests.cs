using System.Text;
using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>Applications whose chart comes from a chart repository, through the reconcile path (SRC-8, SRC-9).</summary>
public sealed class RepositoryChartTests : IAsyncLifetime
{
    private ChartWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await ChartWorld.Start();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("1.2.0", "1.2.0")]
    [InlineData("^1.0.0", "1.10.0")]
    [InlineData("", "1.10.0")]
    public async Task A_chart_of_an_indexed_repository_is_installed(string revision, string version)
    {
        foreach (var offered in (string[])["1.2.0", "1.10.0", "2.0.0-rc.1"])
        {
            _world.Charts.Add("nginx", offered);
        }

        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: '{revision}', helm: {{valuesObject: {{colour: blue}}}}}}").Run();

        Assert.Equal(version, _world.Value("web-nginx", "version"));
        Assert.Equal("blue", _world.Value("web-nginx", "colour"));
        Assert.Contains($"\"commit\":\"{version}\"", await _world.Status("web"));
    }

    [Theory]
    [InlineData("oci://")]
    [InlineData("")]
    public async Task A_chart_of_a_registry_is_installed(string scheme)
    {
        _world.Charts.Push("nginx", "1.2.0");
        _world.Charts.Push("nginx", "1.3.0+build.7");
        await _world.App("web", $"{{repoURL: '{scheme}{_world.Charts.Registry["oci://".Length..]}', chart: nginx, targetRevision: 1.x}}").Run();
        Assert.Equal("1.3.0+build.7", _world.Value("web-nginx", "version"));
    }

    /// <summary>SRC-10.</summary>
    [Theory]
    [InlineData(".", "1.x")]
    [InlineData(".", "1.2.0")]
    public async Task A_registry_url_may_name_the_chart_itself(string path, string revision)
    {
        _world.Charts.Push("nginx", "1.2.0");
        await _world.App("web", $"{{repoURL: '{_world.Charts.Registry}/nginx', path: {path}, targetRevision: {revision}}}").Run();
        Assert.Equal("1.2.0", _world.Value("web-nginx", "version"));
        Assert.Contains("/charts/nginx\",\"commit\":\"1.2.0\"", await _world.Status("web"));
    }

    [Fact]
    public async Task An_artifact_that_is_no_chart_is_named()
    {
        _world.Server.Text("/v2/charts/image/manifests/1.0.0", """{"schemaVersion":2,"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:00","size":1}]}""");
        await _world.App("web", $"{{repoURL: '{_world.Charts.Registry}/image', path: ., targetRevision: 1.0.0}}").Run();
        Assert.Contains("is no Helm chart", await _world.Sentence("web"));
    }

    [Fact]
    public async Task One_download_serves_all_applications_and_instances()
    {
        _world.Charts.Add("nginx", "1.2.0");
        foreach (var name in (string[])["a", "b", "c"])
        {
            _world.App(name, $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}");
        }

        await _world.Run();
        await _world.App("d", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}").Run();

        Assert.Equal("1.2.0", _world.Value("d-nginx", "version"));
        Assert.Single(_world.Server.Requests, r => r.Path.EndsWith(".tgz", StringComparison.Ordinal));
        Assert.Single(_world.Server.Requests, r => r.Path.EndsWith("index.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_the_project_does_not_allow_is_not_even_asked()
    {
        _world.Charts.Add("nginx", "1.2.0");
        await _world.Project("team", "https://charts.example.com/*").App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}", "team").Run();

        Assert.Contains("does not allow this repository", await _world.Status("web"));
        Assert.Empty(_world.Server.Requests);
        Assert.Empty(_world.Cluster.Writes);
    }

    [Fact]
    public async Task The_credential_of_the_registered_repository_is_used_for_its_project_alone()
    {
        _world.Charts.Add("nginx", "1.2.0");
        Guard("/charts/index.yaml");
        Guard("/charts/nginx-1.2.0.tgz");
        _world.Secrets["env:CHART_PASSWORD"] = "s3cret";
        _world.With("repositories/charts.yaml", Registration("charts", _world.Charts.Url, "team")).Project("team", "*");
        _world.App("mine", $"{{repoURL: {_world.Charts.Url}/, chart: nginx, targetRevision: 1.2.0}}", "team");
        await _world.App("other", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}").Run();

        Assert.Equal("1.2.0", _world.Value("mine-nginx", "version"));
        Assert.Null(_world.Value("other-nginx", "version"));
        Assert.Contains("registered for the project team alone", await _world.Sentence("other"));
    }

    /// <summary>A-82, SRC-15: <c>passCredentials</c>.</summary>
    [Fact]
    public async Task Credentials_of_a_template_go_to_its_origin_only_unless_the_source_passes_them()
    {
        await using var elsewhere = await ChartServer.Start();
        _world.Trusted.Add(elsewhere.Url);
        var archive = PublishedCharts.Pack("nginx", PublishedCharts.Simple("nginx", "1.0.0"));
        elsewhere.Bytes("/nginx.tgz", archive);
        _world.Server.Text("/charts/index.yaml", $"entries:\n  nginx:\n  - {{version: 1.0.0, urls: ['{elsewhere.Url}/nginx.tgz']}}\n  - {{version: 1.0.1, urls: ['{elsewhere.Url}/nginx.tgz']}}\n");
        _world.Secrets["env:CHART_PASSWORD"] = "s3cret";
        _world.With("repositories/charts.yaml", Registration("charts", _world.Server.Url, "").Replace("secret-type: repository", "secret-type: repo-creds", StringComparison.Ordinal));
        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0}}").Run();

        Assert.Equal("1.0.0", _world.Value("web-nginx", "version"));
        Assert.All(_world.Server.Requests, r => Assert.StartsWith("Basic ", r.Authorization));
        Assert.All(elsewhere.Requests, r => Assert.Equal("", r.Authorization));

        await _world.App("passing", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.1, helm: {{passCredentials: true}}}}").Run();
        Assert.Contains(elsewhere.Requests, r => r.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:s3cret")));
    }

    [Fact]
    public async Task A_missing_version_is_named_and_nothing_is_touched()
    {
        _world.Charts.Add("nginx", "1.2.0");
        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 9.9.9}}").Run();
        Assert.Contains("has no version of chart 'nginx' that fits '9.9.9'", await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);
    }

    [Fact]
    public async Task A_repository_that_is_down_is_asked_again_later()
    {
        _world.Charts.Add("nginx", "1.2.0");
        var index = _world.Server.Answers["/charts/index.yaml"];
        _world.Server.Answers["/charts/index.yaml"] = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}").Run();
        Assert.Contains("HTTP 503", await _world.Status("web"));

        _world.Server.Answers["/charts/index.yaml"] = index;
        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        await _world.Drain();
        Assert.Equal("1.2.0", _world.Value("web-nginx", "version"));
    }

    /// <summary>T-PATH-2, A-71.</summary>
    [Fact]
    public async Task A_hostile_archive_is_refused()
    {
        _world.Charts.Add("nginx", "1.2.0", ("../../etc/passwd", "x"), ("Chart.yaml", "apiVersion: v2\nname: nginx\nversion: 1.2.0\n"));
        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.2.0}}").Run();
        Assert.Contains("HelmChartInvalid", await _world.Status("web"));
        Assert.Empty(_world.Cluster.Writes);
    }

    /// <summary>SRC-3, SRC-4.</summary>
    [Fact]
    public async Task A_value_file_of_another_source_is_laid_over_the_chart()
    {
        _world.Charts.Add("nginx", "1.2.0");
        _world.Git.Repository(ChartWorld.Shop).Commit("main", new Dictionary<string, string> { ["envs/prod.yaml"] = "colour: red\n" }, "values");
        await _world.Apps("web", $$"""
            [{repoURL: {{_world.Charts.Url}}, chart: nginx, targetRevision: 1.2.0, helm: {valueFiles: [$values/envs/prod.yaml]} },
             {repoURL: {{ChartWorld.Shop}}, targetRevision: main, ref: values}]
            """).Run();
        Assert.Equal("red", _world.Value("web-nginx", "colour"));

        _world.Git.Repository(ChartWorld.Shop).Commit("main", new Dictionary<string, string> { ["envs/prod.yaml"] = "colour: green\n" }, "values");
        await _world.CheckRefs();
        Assert.Equal("green", _world.Value("web-nginx", "colour"));
    }

    [Fact]
    public async Task A_new_version_in_a_range_is_found_by_the_check_of_refs()
    {
        _world.Charts.Add("nginx", "1.0.0");
        _world.App("following", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: ^1.0.0}}");
        await _world.App("pinned", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0}}").Run();
        var pinned = await _world.Status("pinned");

        _world.Charts.Add("nginx", "1.1.0");
        await _world.CheckRefs();
        Assert.Equal("1.1.0", _world.Value("following-nginx", "version"));
        Assert.Equal("1.0.0", _world.Value("pinned-nginx", "version"));
        Assert.Equal(pinned, await _world.Status("pinned"));

        var before = await _world.Status("following");
        await _world.CheckRefs();
        Assert.Equal(before, await _world.Status("following"));
    }

    [Fact]
    public async Task A_repository_that_is_down_does_not_stop_the_check_of_the_others()
    {
        _world.Charts.Add("nginx", "1.0.0");
        await using var other = await ChartServer.Start();
        _world.Trusted.Add(other.Url);
        var second = new PublishedCharts(other, "a-charts");
        second.Add("nginx", "1.0.0");
        _world.App("a", $"{{repoURL: {second.Url}, chart: nginx, targetRevision: ^1.0.0}}");
        await _world.App("b", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: ^1.0.0}}").Run();

        other.Answers.Clear();
        _world.Charts.Add("nginx", "1.1.0");
        await _world.CheckRefs();
        Assert.Equal("1.0.0", _world.Value("a-nginx", "version"));
        Assert.Equal("1.1.0", _world.Value("b-nginx", "version"));
    }

    private static string Registration(string name, string url, string project) => $$"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: {{name}}
          labels: {argocd.argoproj.io/secret-type: repository}
        stringData:
          type: helm
          name: {{name}}
          url: {{url}}
          username: robot
          password: env:CHART_PASSWORD
        {{(project.Length > 0 ? $"  project: {project}" : "")}}
        """;

    private void Guard(string path)
    {
        var answer = _world.Server.Answers[path];
        var wanted = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:s3cret"));
        _world.Server.Answers[path] = context =>
        {
            if (context.Request.Headers.Authorization != wanted)
            {
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            }

            return answer(context);
        };
    }
}
