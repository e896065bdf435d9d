using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>What Helm reads of a chart before it renders, and in which order it refuses (threat T-TPL-9, advisories ).</summary>
public sealed class ChartLoadingTests
{
    private const string Chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    private readonly HelmTemplate _helm = new(TimeProvider.System);

    [Fact]
    public void A_file_without_content_is_empty_and_one_that_is_not_there_is_null() => Assert.Contains(
        "v: {\"blank.txt\":\"\"} null",
        _helm.Run(
            new HelmRequest
            {
                Tree = MemorySourceTree.Of(("Chart.yaml", Chart), ("blank.txt", ""), ("templates/a.yaml", "# v: {{ toJson .Files }} {{ toJson .Files.gone }}\n")),
                TextOnly = true,
            },
            TestContext.Current.CancellationToken).Text);

    [Theory]
    [InlineData("digest: [x]", "cannot load Chart.lock: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Lock.digest of type string")]
    [InlineData("text", "cannot load Chart.lock: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type v2.Lock")]
    [InlineData("generated: soon", "parsing time \"soon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"soon\" as \"2006\"")]
    [InlineData("generated: 5", "Time.UnmarshalJSON: input is not a JSON string")]
    public void A_lock_is_read_even_where_nothing_is_fetched(string text, string reason) =>
        Assert.Contains(reason, Error(("Chart.yaml", Chart), ("Chart.lock", text)));

    [Theory]
    [InlineData("maintainers: [null]\n", "validation: maintainers must not contain empty or null nodes")]
    [InlineData("dependencies: [null]\n", "validation: dependencies must not contain empty or null nodes")]
    [InlineData("dependencies: [{name: a, alias: a b}]\n", "validation: dependency \"a\" has disallowed characters in the alias")]
    public void Descriptions_are_judged_after_all_files_are_read(string line, string reason)
    {
        Assert.Equal(reason, Error(("Chart.yaml", Chart + line)));
        Assert.StartsWith("cannot load values.yaml", Error(("Chart.yaml", Chart + line), ("values.yaml", "- 1")));
    }

    [Fact]
    public void Requirements_lie_over_the_description_field_by_field()
    {
        var text = Text(
            ("Chart.yaml", "apiVersion: v1\nname: shop\nversion: 1.0.0\ndescription: old\ndependencies: [{name: cart, version: 1.x, alias: basket}]\n"),
            ("requirements.yaml", "description: new\ndependencies: [{name: cart}]\n"),
            ("charts/cart/Chart.yaml", "apiVersion: v1\nname: cart\nversion: 1.2.0\n"),
            ("charts/cart/templates/a.yaml", "cart: {{ .Chart.Name }}\n"),
            ("templates/a.yaml", "about: {{ .Chart.Description }}\n"));
        Assert.Contains("about: new", text);
        Assert.Contains("# Source: shop/charts/basket/templates/a.yaml\ncart: basket", text);
    }

    [Fact]
    public void Only_the_outermost_chart_must_have_a_known_api()
    {
        Assert.Equal("unsupported chart version", Error(("Chart.yaml", "apiVersion: v9\nname: [not, read, any, further]\n")));
        Assert.Contains("inner: v9", Text(
            ("Chart.yaml", Chart), ("charts/cart/Chart.yaml", "apiVersion: v9\nname: cart\nversion: 1.0.0\n"), ("charts/cart/templates/a.yaml", "inner: {{ .Chart.APIVersion }}\n")));
        Assert.StartsWith("invalid chart apiVersion", Error(("Chart.yaml", "apiVersion: v3\nname: shop\nversion: 1.0.0\n")));
    }

    [Theory]
    [InlineData("", "error unpacking subchart junk.tgz in shop: EOF")]
    [InlineData("text", "error unpacking subchart junk.tgz in shop: unexpected EOF")]
    [InlineData("a longer text", "error unpacking subchart junk.tgz in shop: gzip: invalid header")]
    public void Archives_inside_that_are_none_are_named(string content, string message) =>
        Assert.Equal(message, Error(("Chart.yaml", Chart), ("charts/junk.tgz", content)));

    [Theory]
    [InlineData("values.yaml", "a: 1", "file 'values.yaml' seems to be a YAML file, but expected a gzipped archive")]
    [InlineData("page", "  <!DOCTYPE html><p>", "file 'page' does not appear to be a gzipped archive; got 'text/html; charset=utf-8'")]
    [InlineData("feed", "<?xml version=\"1.0\"?>", "file 'feed' does not appear to be a gzipped archive; got 'text/xml; charset=utf-8'")]
    [InlineData("paper", "%PDF-1.7", "file 'paper' does not appear to be a gzipped archive; got 'application/pdf'")]
    [InlineData("note", "short", "file 'note' does not appear to be a gzipped archive; got 'application/octet-stream'")]
    public void A_file_that_is_no_archive_is_told_by_its_kind(string name, string content, string message)
    {
        var request = new HelmRequest { Tree = MemorySourceTree.Of((name, content)), Chart = RepoPath.Parse(name) };
        Assert.Equal(message, Errors(_helm.Run(request, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Values_that_stand_where_a_subchart_has_its_own_are_told_as_go_prints_them()
    {
        var files = new[]
        {
            ("Chart.yaml", Chart + "dependencies: [{name: cart, version: 1.x}]\n"), ("charts/cart/Chart.yaml", "apiVersion: v2\nname: cart\nversion: 1.0.0\n"),
            ("values.yaml", "cart: [1.5, null, {b: x, a: true}]\n"),
        };
        Assert.Equal(
            "chart dependencies processing failed: type mismatch on cart: [%!t(float64=1.5) <nil> map[%!t(string=a):true %!t(string=b):%!t(string=x)]]", Error(files));
    }

    [Fact]
    public void Crds_that_are_no_yaml_are_printed_where_only_text_is_wanted()
    {
        var tree = MemorySourceTree.Of(("Chart.yaml", Chart), ("crds/a.yaml", "{{ not rendered }}\n"));
        var request = new HelmRequest { Tree = tree, IncludeCrds = true };
        Assert.False(_helm.Run(request, TestContext.Current.CancellationToken).Succeeded);
        Assert.Equal("---\n# Source: shop/crds/a.yaml\n{{ not rendered }}\n", _helm.Run(request with { TextOnly = true }, TestContext.Current.CancellationToken).Text);
    }

    private string Text(params (string Path, string Text)[] files)
    {
        var result = _helm.Run(new HelmRequest { Tree = MemorySourceTree.Of(files), TextOnly = true }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Problems);
        return result.Text;
    }

    private string Error(params (string Path, string Text)[] files) =>
        Errors(_helm.Run(new HelmRequest { Tree = MemorySourceTree.Of(files) }, TestContext.Current.CancellationToken));

    private static string Errors(HelmResult result) => Assert.Single(result.Problems, p => p.Severity == ProblemSeverity.Error).Message;
}
