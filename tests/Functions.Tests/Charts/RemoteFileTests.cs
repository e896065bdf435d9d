using Plumbline.Helm;
using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>Value files at URLs, through the reconcile path (SRC-14).</summary>
public sealed class RemoteFileTests : IAsyncLifetime
{
    private ChartWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await ChartWorld.Start();
        _world.Charts.Add("nginx", "1.0.0");
        _world.Server.Text("/values/prod.yaml", "colour: blue\n");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_value_file_at_a_url_is_laid_over_the_chart()
    {
        await Run($"{_world.Server.Url}/values/prod.yaml");
        Assert.Equal("blue", _world.Value("web-nginx", "colour"));
        Assert.All(_world.Server.Requests.Where(r => r.Path.StartsWith("/values", StringComparison.Ordinal)), r => Assert.Equal("", r.Authorization));
    }

    [Fact]
    public async Task A_file_parameter_may_be_at_a_url()
    {
        _world.Server.Text("/values/colour.txt", "violet");
        await _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0, helm: {{fileParameters: [{{name: colour, path: '{_world.Server.Url}/values/colour.txt'}}]}}}}").Run();
        Assert.Equal("violet", _world.Value("web-nginx", "colour"));
    }

    [Theory]
    [InlineData("/values/missing.yaml", "HTTP 404")]
    [InlineData("/values/large.yaml", "is larger than")]
    [InlineData("/values/away.yaml", "over https only")]
    public async Task A_file_that_cannot_be_had_is_named(string path, string message)
    {
        _world.Options = new ChartOptions { MostValueFileBytes = 1000 };
        _world.Server.Text("/values/large.yaml", new string('#', 1001));
        _world.Server.Redirect("/values/away.yaml", "http://169.254.169.254/latest/meta-data");
        await Run(_world.Server.Url + path);
        Assert.Contains(message, await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "over https only")]
    [InlineData("file:///etc/passwd", "not allowed")]
    public async Task Other_places_are_refused(string url, string message)
    {
        await Run(url);
        Assert.Contains(message, await _world.Sentence("web"));
    }

    [Fact]
    public async Task Only_the_hosts_the_operator_lists_are_asked()
    {
        _world.Options = new ChartOptions { ValueFileHosts = new HashSet<string> { "values.example.com" } };
        await Run($"{_world.Server.Url}/values/prod.yaml");
        Assert.Contains("does not allow files from 127.0.0.1", await _world.Sentence("web"));
        Assert.DoesNotContain(_world.Server.Requests, r => r.Path == "/values/prod.yaml");
    }

    /// <summary>A chart whose schema refers to schemas at URLs, as many charts share one.</summary>
    [Fact]
    public async Task Schemas_at_urls_are_fetched_before_the_render_and_kept_for_a_while()
    {
        _world.Server.Text("/schemas/all.json", """{"properties":{"port":{"$ref":"port.json"}}}""");
        _world.Server.Text("/schemas/port.json", """{"type":"integer"}""");
        Offer($"{_world.Server.Url}/schemas/all.json");

        await _world.App("web", Checked("eighty")).Run();
        Assert.Contains("at '/port': got string, want integer", await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);

        await _world.App("web", Checked("80")).Run();
        Assert.NotEmpty(_world.Cluster.Writes);
        Assert.All(_world.Server.Requests.Where(r => r.Path.StartsWith("/schemas", StringComparison.Ordinal)), r => Assert.Equal("", r.Authorization));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "over https only")]
    [InlineData("https://10.0.0.1/a.json", "private, local or reserved address")]
    [InlineData("file:///etc/passwd", "not followed")]
    public async Task Schemas_are_taken_from_no_other_place(string url, string message)
    {
        Offer(url);

        await _world.App("web", Checked("80")).Run();

        Assert.Contains(message, await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);
    }

    private void Offer(string reference) =>
        _world.Charts.Add("checked", "1.0.0", [.. PublishedCharts.Simple("checked", "1.0.0"), ("values.schema.json", $$"""{"$ref":"{{reference}}"}""")]);

    private string Checked(string port) => $"{{repoURL: {_world.Charts.Url}, chart: checked, targetRevision: 1.0.0, helm: {{valuesObject: {{port: {port}}}}}}}";

    private Task Run(string url) =>
        _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0, helm: {{valueFiles: ['{url}']}}}}").Run();
}
