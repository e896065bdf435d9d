using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Cli;

/// <summary><c>plumb template</c> and <c>plumb build</c> of charts whose schema refers to schemas at URLs.</summary>
public sealed class TemplateOutsideTests : IAsyncLifetime
{
    private readonly CommandFolder _folder = new();
    private ChartServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ChartServer.Start();
        _server.Text("/all.json", """{"properties":{"port":{"$ref":"port.json"}}}""");
        _server.Text("/port.json", """{"type":"integer"}""");
        Chart("charts/web", $"{_server.Url}/all.json");
        _folder.With("kustomization.yaml", "helmCharts: [{name: web, releaseName: web, valuesInline: {port: eighty}}]\n");
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Schema_is_fetched_where_its_origin_is_allowed()
    {
        var good = await Plumb.Run(_folder.Full, "template", "web", "charts/web", "--allow-origin", _server.Url);
        var bad = await Plumb.Run(_folder.Full, "template", "web", "charts/web", "--set", "port=eighty", $"--allow-origin={_server.Url}");

        Assert.Equal((0, ""), (good.Exit, good.Notes));
        Assert.Contains("port: 80", good.Answer, StringComparison.Ordinal);
        Assert.Equal((1, ""), (bad.Exit, bad.Answer));
        Assert.Contains("at '/port': got string, want integer", bad.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_fetches_schemas_of_its_charts_too()
    {
        var run = await Plumb.Run(_folder.Full, "build", "--enable-helm", "--allow-origin", _server.Url);

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("at '/port': got string, want integer", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/a.json", "private, local or reserved address")]
    [InlineData("http://schemas.example.com/a.json", "over https only")]
    [InlineData("file:///etc/hostname", "not followed")]
    public async Task Other_places_are_refused_and_nothing_is_asked(string url, string reason)
    {
        Chart("charts/web", url);

        var run = await Plumb.Run(_folder.Full, "template", "web", "charts/web");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains($"failing loading \"{url}\"", run.Notes, StringComparison.Ordinal);
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_that_is_none_is_a_wrong_use()
    {
        var run = await Plumb.Run(_folder.Full, "template", "web", "charts/web", "--allow-origin", "schemas");

        Assert.Equal((2, ""), (run.Exit, run.Answer));
        Assert.Contains("'schemas' is no origin", run.Notes, StringComparison.Ordinal);
    }

    private void Chart(string path, string reference) => _folder
        .With($"{path}/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
        .With($"{path}/values.yaml", "port: 80\n")
        .With($"{path}/values.schema.json", $$"""{"$ref":"{{reference}}"}""")
        .With($"{path}/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  port: {{ .Values.port }}\n");
}
