using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>Where a render as Helm 3.19 differs from one as Helm 4.2 (SRC-16): each row renders one chart as both.</summary>
public sealed class HelmThreeTests
{
    private const string Chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    private readonly HelmTemplate _helm = new(TimeProvider.System);

    [Theory]
    [InlineData("v: {{ .Chart | toJson }}", "v: {\"APIVersion\":\"v2\"", "v: {\"name\":\"shop\",\"version\":\"1.0.0\",\"apiVersion\":\"v2\",\"IsRoot\":true}")]
    [InlineData("v: {{ .Chart.Nope }}", "v:\n", "can't evaluate field Nope in type interface {}")]
    [InlineData("v: {{ .Chart.Name }} {{ .Chart.Metadata.Version }}", "nil pointer evaluating interface {}.Version", "v: shop 1.0.0")]
    [InlineData("v: '{{ .Chart.Dependencies | toYaml }} {{ .Chart.Sources | toYaml }}'", "v: '[] []'", "v: 'null null'")]
    [InlineData("v: {{ mustToYaml 1 }}", "v: 1", "function \"mustToYaml\" not defined")]
    [InlineData("v: {{ .Capabilities.HelmVersion.Version }}", "v: v4.2.4", "v: v3.19.5")]
    [InlineData("v: {{ .Capabilities.KubeVersion }}", "v: v1.36.0", "v: v1.34.0")]
    [InlineData("v: {{ .Capabilities.APIVersions.Has \"autoscaling/v2beta2\" }}", "v: false", "v: true")]
    [InlineData("v: {{ .Values.a.b.c }}", "!shop/templates/a.yaml:1:13\n  executing", "!template: shop/templates/a.yaml:1:13: executing \"shop/templates/a.yaml\" at <.Values.a.b.c>: nil pointer")]
    [InlineData("v: {{ fail \"no\" }}", "!execution error at (shop/templates/a.yaml:1:6): no", "!execution error at (shop/templates/a.yaml:1:6): no")]
    [InlineData("text", "of type util.SimpleHead", "of type releaseutil.SimpleHead")]
    public void Templates_see_another_world(string template, string four, string three) => Check(four, three, ("Chart.yaml", Chart), ("templates/a.yaml", template + "\n"));

    [Fact]
    public void Documents_lose_white_space_at_their_end_and_webhooks_have_no_place()
    {
        var template = "kind: Zebra\n\n---\nkind: MutatingWebhookConfiguration\n\n \n---\nkind: Ape\n";
        Check(
            "kind: MutatingWebhookConfiguration\n\n \n\n---\n# Source: shop/templates/a.yaml\nkind: Ape\n\n---\n# Source: shop/templates/a.yaml\nkind: Zebra\n",
            "---\n# Source: shop/templates/a.yaml\nkind: Ape\n---\n# Source: shop/templates/a.yaml\nkind: MutatingWebhookConfiguration\n---\n# Source: shop/templates/a.yaml\nkind: Zebra\n",
            ("Chart.yaml", Chart), ("templates/a.yaml", template));
    }

    [Theory]
    [InlineData("a: {b: null, c: 1}\nd: null\n", "v: {\"a\":{\"c\":1}}", "v: {\"a\":{\"b\":null,\"c\":1},\"d\":null}")]
    [InlineData("a: 1\n---\na: 2\n", "v: {\"a\":2}", "v: {\"a\":1}")]
    [InlineData("- 1\n", "!cannot load values.yaml: cannot unmarshal yaml document: error", "!cannot load values.yaml: error")]
    public void Values_files_are_read_in_another_way(string values, string four, string three) =>
        Check(four, three, ("Chart.yaml", Chart), ("values.yaml", values), ("templates/a.yaml", "v: {{ .Values | toJson }}\n"));

    [Fact]
    public void Charts_in_a_chart_under_an_alias_keep_the_path_they_were_loaded_from() => Check(
        "# Source: shop/charts/basket/charts/tax/templates/a.yaml", "# Source: shop/charts/cart/charts/tax/templates/a.yaml",
        ("Chart.yaml", Chart + "dependencies: [{name: cart, version: 1.x, alias: basket}]\n"), ("charts/cart/Chart.yaml", "apiVersion: v2\nname: cart\nversion: 1.0.0\n"),
        ("charts/cart/charts/tax/Chart.yaml", "apiVersion: v2\nname: tax\nversion: 1.0.0\n"), ("charts/cart/charts/tax/templates/a.yaml", "kind: A\n"));

    [Fact]
    public void A_chart_taken_in_twice_gives_its_imports_once()
    {
        Check(
            "v: [1,1]", "v: [1,null]",
            ("Chart.yaml", Chart + "dependencies: [{name: cart, version: 1.x, alias: one}, {name: cart, version: 1.x, alias: two}]\n"),
            ("charts/cart/Chart.yaml", "apiVersion: v2\nname: cart\nversion: 1.0.0\ndependencies: [{name: tax, version: 1.x, import-values: [data]}]\n"),
            ("charts/cart/charts/tax/Chart.yaml", "apiVersion: v2\nname: tax\nversion: 1.0.0\n"), ("charts/cart/charts/tax/values.yaml", "exports: {data: {rate: 1}}\n"),
            ("templates/a.yaml", "v: {{ list .Values.one.rate .Values.two.rate | toJson }}\n"));
    }

    [Fact]
    public void A_folder_without_a_description_is_no_chart() => Check(
        "!unable to detect chart at Chart.yaml: open Chart.yaml: no such file or directory", "!Chart.yaml file is missing", ("templates/a.yaml", "kind: A\n"));

    [Fact]
    public void Whole_objects_are_no_settings()
    {
        var tree = MemorySourceTree.Of(("Chart.yaml", Chart), ("templates/a.yaml", "v: {{ .Values.a }}\n"));
        var request = new HelmRequest { Tree = tree, Settings = [new ValueSetting(SetKind.Json, "{\"a\":1}")] };
        Assert.Contains("v: 1", Outcome(request));
        Assert.Equal("!failed parsing --set-json data {\"a\":1}", Outcome(request with { Version = HelmVersion.V3 }));
    }

    [Fact]
    public void What_vendors_append_to_a_version_is_unknown()
    {
        var tree = MemorySourceTree.Of(("Chart.yaml", Chart), ("templates/a.yaml", "v: {{ .Capabilities.KubeVersion.Version }}\n"));
        var request = new HelmRequest { Tree = tree, KubeVersion = "1.33.4-gke.100" };
        Assert.Contains("v: v1.33.4-gke.100\n", Outcome(request));
        Assert.Contains("v: v1.33.4\n", Outcome(request with { Version = HelmVersion.V3 }));
    }

    private void Check(string four, string three, params (string Path, string Text)[] files)
    {
        var request = new HelmRequest { Tree = MemorySourceTree.Of(files), TextOnly = true };
        Assert.Contains(four, Outcome(request));
        Assert.Contains(three, Outcome(request with { Version = HelmVersion.V3 }));
        Assert.Contains(four, Outcome(request));
    }

    private string Outcome(HelmRequest request)
    {
        var result = _helm.Run(request, TestContext.Current.CancellationToken);
        return result.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error) is { } error ? "!" + error.Message : result.Text;
    }
}
