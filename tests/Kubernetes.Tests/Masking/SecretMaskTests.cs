using System.Text;
using CsCheck;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;
using Plumbline.Kubernetes.Masking;

namespace Plumbline.Kubernetes.Tests.Masking;

public sealed class SecretMaskTests
{
    private const string Canary = "c4n4ry-V4lue";

    private static readonly string Encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary));

    private static readonly ObjectComparison Sut = new();

    public static TheoryData<string> Shapes =>
    [
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"@B64@"}}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"stringData":{"a":"@RAW@"}}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"stringData":{"a":{"b":["@RAW@"]}}}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":"@RAW@"}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":["@RAW@"]}"""),
        Fill("""{"apiVersion":"v1beta1","kind":"secret","metadata":{"name":"x"},"data":{"a":"not base64 @RAW@"}}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret ","metadata":{"name":"x"},"immutable":true,"data":{"a":"@B64@"}}"""),
        Fill("""{"apiVersion":"v1","kind":"List","metadata":{},"items":[{"apiVersion":"v1","kind":"List","items":[{"kind":"Secret","data":{"a":"@B64@"}}]}]}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x","annotations":{"copy":"token=@RAW@;"},"labels":{"l":"@B64@"}},"data":{"a":"@B64@"}}"""),
        Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Secret\",\"data\":{\"a\":\"@B64@\"}}"}}}"""),
        Fill("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Secret\",\"data\":{\"a\":\"@B64@\""}}}"""),
        Fill("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Secret\",\"stringData\":{\"a\":\"@RAW@\"}}"}}}"""),
    ];

    /// <summary>T-SEC-1, T-SEC-2.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Mask_leaves_no_value(string json) => NoCanary(Sut.Mask(Objects.FromJson(json)).Root);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Compare_leaves_no_value_on_either_side(string json)
    {
        var secret = Objects.FromJson(json);
        var other = Objects.FromJson("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"x"}}""");
        foreach (var change in Sut.Compare(secret, other).Concat(Sut.Compare(other, secret)).Concat(Sut.Compare(null, secret)).Concat(Sut.Compare(secret, null)))
        {
            NoCanary(change.Before);
            NoCanary(change.After);
        }
    }

    /// <summary>T-SEC-1.</summary>
    [Fact]
    public void Compare_masks_a_body_that_calls_itself_something_else()
    {
        var live = Objects.FromJson(Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"YQ=="}}"""));
        var desired = Objects.FromJson(Fill("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"@RAW@"}}"""));

        Assert.All(Sut.Compare(live, desired), c => NoCanary(c.After));
    }

    [Fact]
    public void Compare_still_shows_which_values_changed()
    {
        var before = Objects.FromYaml("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {same: YQ==, other: YQ==, gone: YQ==}}");
        var after = Objects.FromYaml("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {same: YQ==, other: YmJiYmJiYmI=, new: YQ==}}");

        var changes = Sut.Compare(before, after);

        Assert.Equal(["data.gone", "data.new", "data.other"], changes.Select(c => c.Path));
        Assert.All(changes, c => Assert.All(new[] { c.Before, c.After }.OfType<ScalarNode>(), v => Assert.Equal("********", v.StringValue)));
    }

    /// <summary>T-SEC-9.</summary>
    [Fact]
    public void Mask_has_one_width_for_every_value() =>
        Gen.String.Sample(value =>
        {
            var secret = Objects.FromYaml("{apiVersion: v1, kind: Secret, metadata: {name: x}, stringData: {}}");
            ((MapNode)secret.Root["stringData"]!).Set("a", ScalarNode.Of(value));
            return ((ScalarNode)((MapNode)Sut.Mask(secret).Root["stringData"]!)["a"]!).StringValue == "********";
        });

    [Fact]
    public void Mask_leaves_other_objects_and_the_given_one_alone()
    {
        var map = Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: b}}");
        var secret = Objects.FromYaml("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {a: YQ==}}");
        Sut.Mask(secret);

        Assert.True(Node.DeepEquals(map.Root, Sut.Mask(map).Root));
        Assert.Equal("YQ==", ((MapNode)secret.Root["data"]!)["a"]!.ToString());
    }

    /// <summary>T-SEC-3.</summary>
    [Theory]
    [InlineData("The value \"c4n4ry-V4lue\" is refused")]
    [InlineData("data.a: YzRuNHJ5LVY0bHVl")]
    public void Scrubber_takes_values_out_of_texts(string text)
    {
        var scrubber = SecretScrubber.For(Objects.FromJson(Fill("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"@B64@"}}""")));

        var scrubbed = scrubber.Scrub(text);

        Assert.DoesNotContain(Canary, scrubbed, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoded, scrubbed, StringComparison.Ordinal);
    }

    private static string Fill(string text) => text.Replace("@B64@", Encoded, StringComparison.Ordinal).Replace("@RAW@", Canary, StringComparison.Ordinal);

    private static void NoCanary(Node? node)
    {
        var text = node is null ? "" : JsonTree.ToText(node);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoded, text, StringComparison.Ordinal);
    }
}
