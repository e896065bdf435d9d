using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>Where the templates of charts in charts stand and what they see, in the corners that Helm's own bookkeeping makes.</summary>
public sealed class SubchartPlaceTests
{
    [Fact]
    public void A_chart_with_a_dot_in_its_name_sees_the_values_at_that_path()
    {
        var text = Text(
            ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("values.yaml", "cart.v2: {a: 1}\ncart: {v3: {a: 3}}\n"),
            Inner("charts/one/", "cart.v2"), ("charts/one/templates/a.yaml", "one: {{ .Values | toJson }}\n"),
            Inner("charts/two/", "cart.v3"), ("charts/two/templates/a.yaml", "two: {{ .Values.a }}\n"));
        Assert.Contains("one: {}", text);
        Assert.Contains("two: 3", text);
    }

    [Fact]
    public void Charts_two_levels_below_an_alias_keep_the_path_they_were_loaded_from()
    {
        var text = Text(
            ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: cart, version: 1.x, alias: basket}]\n"),
            Inner("charts/cart/", "cart"), ("charts/cart/templates/a.yaml", "level: 1\n"),
            Inner("charts/cart/charts/tax/", "tax"), ("charts/cart/charts/tax/templates/a.yaml", "level: 2\n"),
            Inner("charts/cart/charts/tax/charts/rate/", "rate"), ("charts/cart/charts/tax/charts/rate/templates/a.yaml", "level: {{ .Template.Name }}\n"));
        Assert.Contains("# Source: shop/charts/basket/templates/a.yaml\nlevel: 1", text);
        Assert.Contains("# Source: shop/charts/basket/charts/tax/templates/a.yaml\nlevel: 2", text);
        Assert.Contains("level: shop/charts/cart/charts/tax/charts/rate/templates/a.yaml", text);
    }

    [Theory]
    [InlineData(HelmVersion.V4, "shop/charts/cart/charts/tax/charts/quota shop/charts/basket/charts/tax/charts/rate")]
    [InlineData(HelmVersion.V3, "shop/charts/basket/charts/tax/charts/quota")]
    public void What_two_copies_of_a_chart_share_is_changed_for_both(HelmVersion helm, string places)
    {
        var text = Text(
            helm,
            ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: cart, version: 1.x}, {name: cart, version: 1.x, alias: basket}]\n"),
            ("charts/cart/Chart.yaml", "apiVersion: v2\nname: cart\nversion: 1.0.0\ndependencies: [{name: gift, version: 1.x}]\n"), Inner("charts/cart/charts/gift/", "gift"),
            ("charts/cart/charts/tax/Chart.yaml", "apiVersion: v2\nname: tax\nversion: 1.0.0\ndependencies: [{name: rate, version: 1.x, alias: quota}]\n"),
            Inner("charts/cart/charts/tax/charts/rate/", "rate"), ("charts/cart/charts/tax/charts/rate/templates/a.yaml", "kind: Rate\n"));
        var found = text.Split('\n').Where(l => l.StartsWith("# Source: ", StringComparison.Ordinal)).Select(l => l["# Source: ".Length..^"/templates/a.yaml".Length]);
        Assert.Equal(places.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static (string Path, string Text) Inner(string folder, string name) => ($"{folder}Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n");

    private static string Text(params (string Path, string Text)[] files) => Text(HelmVersion.V4, files);

    private static string Text(HelmVersion helm, params (string Path, string Text)[] files)
    {
        var result = new HelmTemplate(TimeProvider.System).Run(new HelmRequest { Tree = MemorySourceTree.Of(files), TextOnly = true, Version = helm }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Problems);
        return result.Text;
    }
}
