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

    private static (string Path, string Text) Inner(string folder, string name) => ($"{folder}Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n");

    private static string Text(params (string Path, string Text)[] files)
    {
        var result = new HelmTemplate(TimeProvider.System).Run(new HelmRequest { Tree = MemorySourceTree.Of(files), TextOnly = true }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Problems);
        return result.Text;
    }
}
