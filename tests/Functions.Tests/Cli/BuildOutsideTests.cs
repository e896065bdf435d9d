using Plumbline.Support.Git;

namespace Plumbline.Functions.Tests.Cli;

/// <summary><c>plumb build</c> with what lies outside of the folder: remote bases from a real git server, charts of <c>helmCharts</c>.</summary>
public sealed class BuildOutsideTests : IAsyncLifetime
{
    private readonly CommandFolder _folder = new();
    private GitHttpServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Variables => new() { ["XDG_CACHE_HOME"] = _folder.At("cache") };

    private string Origin => _server.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        _server = await GitHttpServer.Start(Token);
        await _server.CreateRepository("bases", Token);
        using var work = await GitWorkspace.Create(Token);
        work.Write("app/kustomization.yaml", "resources: [settings.yaml]\n").Write("app/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
        await work.Commit("first", Token);
        await work.Push(_server.UrlOf("bases"), ["HEAD:refs/heads/main"], Token);
        _folder.With("prod/kustomization.yaml", $"resources: ['{_server.UrlOf("bases")}//app?ref=main']\nnamePrefix: prod-\n");
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Remote_base_is_fetched_where_its_origin_is_allowed()
    {
        var run = await Plumb.Run(_folder.Full, Variables, "", "build", "prod", "--allow-origin", Origin);

        Assert.Equal(("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prod-settings\n", 0), (run.Answer, run.Exit));
        Assert.StartsWith("fetching http://127.0.0.1:", run.Notes, StringComparison.Ordinal);
        Assert.Equal(1, _server.Fetches);
    }

    [Fact]
    public async Task Host_with_a_private_address_is_refused_unless_allowed()
    {
        var run = await Plumb.Run(_folder.Full, Variables, "", "build", "prod");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("KustomizeRefused", run.Notes, StringComparison.Ordinal);
        Assert.Equal(0, _server.Fetches);
    }

    [Fact]
    public async Task Revision_that_is_not_there_is_named()
    {
        _folder.With("prod/kustomization.yaml", $"resources: ['{_server.UrlOf("bases")}//app?ref=v9']\n");

        var run = await Plumb.Run(_folder.Full, Variables, "", "build", "prod", "--allow-origin", Origin);

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("v9", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_are_inflated_from_their_folder_when_asked_for()
    {
        _folder.With("web/kustomization.yaml", "helmCharts:\n- name: shop\n  releaseName: web\n  valuesInline: {replicas: 3}\n")
            .With("web/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n")
            .With("web/charts/shop/templates/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n");

        var refused = await Plumb.Run(_folder.Full, "build", "web");
        var inflated = await Plumb.Run(_folder.Full, "build", "web", "--enable-helm");

        Assert.Equal((1, ""), (refused.Exit, refused.Answer));
        Assert.Equal(new PlumbRun(0, "apiVersion: v1\ndata:\n  replicas: \"3\"\nkind: ConfigMap\nmetadata:\n  name: web\n", ""), inflated);
    }

    [Fact]
    public async Task Chart_of_a_repository_that_is_not_here_says_what_to_do()
    {
        _folder.With("web/kustomization.yaml", "helmCharts:\n- name: shop\n  repo: https://charts.example.com\n  version: 1.0.0\n");

        var run = await Plumb.Run(_folder.Full, Variables, "", "build", "web", "--enable-helm");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("chartHome", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_see_the_version_that_the_flag_names()
    {
        _folder.With("web/kustomization.yaml", "helmCharts:\n- name: shop\n")
            .With("web/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n")
            .With("web/charts/shop/templates/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: v{{ .Capabilities.KubeVersion.Minor }}\n");

        var run = await Plumb.Run(_folder.Full, "build", "web", "--enable-helm", "--helm-kube-version", "v1.29.3", "--helm-command", "helm3");

        Assert.Equal(new PlumbRun(0, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: v29\n", "⚠ --helm-command has no effect: charts are rendered by plumb itself.\n"), run);
    }
}
