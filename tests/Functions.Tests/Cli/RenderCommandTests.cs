using System.Text.Json;

namespace Plumbline.Functions.Tests.Cli;

/// <summary><c>plumb render</c> and <c>plumb validate</c> as processes, without any server.</summary>
public sealed class RenderCommandTests : IDisposable
{
    private const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://example.com/org/shop.git, path: plain, targetRevision: HEAD}
          destination: {server: https://cluster.example.com, namespace: team}

        """;

    private readonly CommandFolder _folder = new CommandFolder()
        .With("repo/plain/b.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n")
        .With("repo/over/kustomization.yaml", "resources: [../plain/b.yaml]\n")
        .With("repo/chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 0.1.0\n")
        .With("repo/chart/templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n")
        .With("control/shop.yaml", Application);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_is_printed_as_documents()
    {
        var run = await Plumb.Run(_folder.Full, "render", "repo/plain");

        Assert.Equal(
            new PlumbRun(0, "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n", ""), run);
    }

    [Theory]
    [InlineData("name", "service/web\ndeployment.apps/web\n")]
    [InlineData("table", "KIND             NAMESPACE  NAME  FROM\nService          -          web   repo/plain/b.yaml:1\nDeployment.apps  -          web   repo/plain/b.yaml:5\n")]
    [InlineData("jsonl", "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\"}}\n{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}\n")]
    public async Task Folder_is_printed_in_the_form_asked_for(string format, string expected)
    {
        var run = await Plumb.Run(_folder.Full, "render", "repo/plain", "-o", format);

        Assert.Equal(new PlumbRun(0, expected, ""), run);
    }

    [Fact]
    public async Task Json_is_one_value_with_a_version()
    {
        var run = await Plumb.Run(_folder.Full, "render", "repo/plain", "-o", "json");

        using var json = JsonDocument.Parse(run.Answer);
        Assert.Equal(1, json.RootElement.GetProperty("v").GetInt32());
        Assert.Equal(["Service", "Deployment"], json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Chart_takes_the_folders_name_unless_told()
    {
        var own = await Plumb.Run(_folder.Full, "render", "repo/chart", "-o", "name");
        var told = await Plumb.Run(_folder.Full, "render", "repo/chart", "-o", "name", "--name", "shop");

        Assert.Equal(("configmap/chart\n", "configmap/shop\n"), (own.Answer, told.Answer));
    }

    [Fact]
    public async Task Application_is_rendered_from_local_files_as_it_would_be_applied()
    {
        var run = await Plumb.Run(_folder.Full, "render", "shop", "--control", "control", "--local", "https://example.com/org/shop=repo");

        Assert.Equal((0, ""), (run.Exit, run.Notes));
        Assert.Contains("argocd.argoproj.io/tracking-id: shop:apps/Deployment:team/web", run.Answer, StringComparison.Ordinal);
        Assert.Contains("namespace: team", run.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--local https://example.com/org/shop.git=DIR", "render", "shop", "--control", "control")]
    [InlineData(3, "control/shop.yaml:6", "render", "shop", "--control", "control", "--local", "control")]
    [InlineData(5, "no Application of that name", "render", "unknown", "--control", "control")]
    [InlineData(5, "There is no such folder.", "render", "repo/none")]
    [InlineData(3, "is not in or below", "render", "repo/over")]
    [InlineData(2, "unknown flag: --nope", "render", "--nope")]
    [InlineData(2, "sideways", "render", "repo/plain", "-o", "sideways")]
    public async Task Failures_are_told_apart_by_their_exit_codes(int exit, string reason, params string[] arguments)
    {
        var run = await Plumb.Run(_folder.Full, arguments);

        Assert.Equal((exit, ""), (run.Exit, run.Answer));
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_definitions_are_valid()
    {
        var run = await Plumb.Run(_folder.Full, "validate", "control");

        Assert.Equal(new PlumbRun(0, "", "✔ 1 definition, 0 errors, 0 warnings\n"), run);
    }

    [Fact]
    public async Task Every_problem_is_listed_with_file_and_line_and_the_answer_is_no()
    {
        _folder.With("control/bad.yaml", Application.Replace("path: plain", "path: ../up", StringComparison.Ordinal).Replace("name: shop", "name: Bad_Name", StringComparison.Ordinal))
            .With("control/torn.yaml", "a: [\n");

        var run = await Plumb.Run(_folder.Full, "validate", "control");
        var one = await Plumb.Run(_folder.Full, "validate", "control/shop.yaml", "control/torn.yaml", "-o", "json");

        Assert.Equal(1, run.Exit);
        Assert.Contains("✖ control/bad.yaml:3:", run.Answer, StringComparison.Ordinal);
        Assert.Contains("✖ control/bad.yaml:6:", run.Answer, StringComparison.Ordinal);
        Assert.Contains("✖ control/torn.yaml:", run.Answer, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(one.Answer);
        Assert.Equal((1, 1), (one.Exit, json.RootElement.GetProperty("errors").GetInt32()));
        Assert.Equal("control/torn.yaml", json.RootElement.GetProperty("problems")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Folder_without_definitions_says_that_nothing_was_checked()
    {
        Directory.CreateDirectory(_folder.At("empty"));

        var run = await Plumb.Run(_folder.Full, "validate", "empty");

        Assert.Equal(0, run.Exit);
        Assert.Contains("Nothing was checked", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_that_is_not_there_is_not_found()
    {
        var run = await Plumb.Run(_folder.Full, "validate", "none");

        Assert.Equal((5, ""), (run.Exit, run.Answer));
    }
}
