namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Lists of objects, whose items take their place; one that stands alone in a file and has none is nothing at all.</summary>
public sealed class ListEnvelopeTests
{
    [Theory]
    [InlineData("items: x")]
    [InlineData("items: 5")]
    [InlineData("items: ''")]
    [InlineData("items: {}")]
    [InlineData("items: [null]")]
    [InlineData("functionConfig: {a: b}")]
    public void Without_objects_it_gives_none(string field)
    {
        var result = Written.Build(("kustomization.yaml", "resources: [in.yaml, map.yaml]\n"), ("in.yaml", $"apiVersion: v1\nkind: List\n{field}\n"), ("map.yaml", Written.ConfigMap));

        Assert.True(result.Succeeded, result.Error);
        Assert.Single(result.Objects);
    }

    [Theory]
    [InlineData("kind: List\nitems: x\n---\nkind: ConfigMap\nmetadata: {name: a}\n", "expected array in List/items, but found string")]
    [InlineData("kind: ConfigMapList\nitems: {}\n", "expected array in ConfigMapList/items, but found map[string]interface {}")]
    [InlineData("kind: List\nitems: [x]\n", "missing Resource metadata")]
    [InlineData("kind: List\nitems: {a: b}\n", "missing Resource metadata")]
    public void Anything_else_in_the_place_of_objects_is_told(string text, string expected) =>
        Assert.Contains(expected, Written.Build("resources: [in.yaml]\n", text).Error, StringComparison.Ordinal);
}
