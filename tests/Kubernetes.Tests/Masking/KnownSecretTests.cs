using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Diff;

namespace Plumbline.Kubernetes.Tests.Masking;

/// <summary>Values of Secrets that templates looked up are masked wherever they came to stand (T-SEC-5).</summary>
public sealed class KnownSecretTests
{
    private const string Canary = "c4n4ry-V4lue";
    private static readonly string Encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary));

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"@B64@","short":"YWRtaW4="}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"SecretList","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"@B64@","short":"YWRtaW4="}}]}""")]
    public void Values_are_masked_in_objects_differences_and_texts(string looked)
    {
        var knowing = new ObjectComparison().Knowing([Objects.FromJson(looked.Replace("@B64@", Encoded, StringComparison.Ordinal)).Root]);
        var before = ConfigMap($"user=admin password={Canary}");
        var after = ConfigMap($"user=admin token={Encoded}");

        Assert.Equal("user=admin password=********", Data(knowing.Mask(before)));
        Assert.Equal("user=admin token=********", Data(knowing.Mask(after)));
        var change = Assert.Single(knowing.Compare(before, after));
        Assert.Equal(("user=admin password=********", "user=admin token=********"), (change.Before!.ToString(), change.After!.ToString()));
        Assert.Equal("refused: \"********\"", knowing.Hide($"refused: \"{Canary}\""));
        Assert.Equal($"user=admin password={Canary}", Data(before));
    }

    /// <summary>As a registry's login is made: the user in front, base64 around both, once more around that.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("u:")]
    [InlineData("user:")]
    [InlineData("name:")]
    public void Value_inside_of_a_longer_text_is_found_in_the_base64_of_it(string user)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}{Canary}?>~{Canary}"));
        var knowing = new ObjectComparison().Knowing([Secret(Canary)]);

        // What is left at the ends of a value is shared with its neighbours, and less than a character.
        Assert.InRange(knowing.Hide(text).Replace("********", "", StringComparison.Ordinal).Length, 0, text.Length - (2 * (Canary.Length * 4 / 3)) + 2);
        Assert.InRange(knowing.Hide(text.Replace('+', '-').Replace('/', '_')).Replace("********", "", StringComparison.Ordinal).Length, 0, text.Length - (2 * (Canary.Length * 4 / 3)) + 2);
    }

    [Fact]
    public void Value_that_a_secret_had_when_it_was_last_applied_is_masked()
    {
        var former = $$$"""{\"kind\":\"Secret\",\"stringData\":{\"a\":\"{{{Canary}}}\"}}""";
        var looked = Objects.FromJson($$$"""{"kind":"Secret","metadata":{"name":"x","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{{{former}}}"}},"data":{"a":"bm90aGluZyBtb3JlIG9mIGl0"}}""");

        Assert.Equal("********", new ObjectComparison().Knowing([looked.Root]).Hide(Canary));
    }

    [Fact]
    public void Values_that_overlap_leave_no_rest()
    {
        var knowing = new ObjectComparison().Knowing([Secret("abcdefgh-1234"), Secret("gh-1234-ijklmnopqrstuvwxyz")]);
        Assert.Equal("<********>", knowing.Hide("<abcdefgh-1234-ijklmnopqrstuvwxyz>"));
    }

    [Fact]
    public void Two_values_that_differ_are_still_a_difference()
    {
        var one = Objects.FromJson($$$"""{"kind":"Secret","stringData":{"a":"{{{Canary}}}","b":"another-{{{Encoded}}}"}}""").Root;
        var change = Assert.Single(new ObjectComparison().Knowing([one]).Compare(ConfigMap(Canary), ConfigMap($"another-{Encoded}")));
        Assert.Equal(("********", "********"), (change.Before!.ToString(), change.After!.ToString()));
    }

    [Fact]
    public void What_is_no_secret_is_not_looked_for()
    {
        var knowing = new ObjectComparison().Knowing([ConfigMap(Canary).Root]);
        Assert.Equal(Canary, knowing.Hide(Canary));
        Assert.Equal(Canary, Data(knowing.Mask(ConfigMap(Canary))));
    }

    [Fact]
    public void What_is_learnt_later_is_known_as_well()
    {
        var knowing = new ObjectComparison().Knowing([Secret("first-value")]).Knowing([]).Knowing([Secret("second-value")]);
        Assert.Equal("******** ********", knowing.Hide("first-value second-value"));
    }

    private static Core.Objects.MapNode Secret(string value) => Objects.FromJson($$$"""{"kind":"Secret","stringData":{"a":"{{{value}}}"}}""").Root;

    private static KubernetesObject ConfigMap(string value) =>
        Objects.FromJson($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n"},"data":{"a":{{{System.Text.Json.JsonSerializer.Serialize(value)}}}}}""");

    private static string Data(KubernetesObject value) => ((Core.Objects.MapNode)value.Root["data"]!)["a"]!.ToString()!;
}
