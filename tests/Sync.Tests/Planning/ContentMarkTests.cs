using System.Text;
using Plumbline.Core.Json;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Planning;

/// <summary>What counts as a change of an object, as far as its metadata tells.</summary>
public sealed class ContentMarkTests
{
    private const string Web = """{"generation":3,"resourceVersion":"10","labels":{"a":"1","b":"2"},"annotations":{"x":"y"}}""";

    [Theory]
    [InlineData("""{"generation":3,"resourceVersion":"99","labels":{"a":"1","b":"2"},"annotations":{"x":"y"}}""", true)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"b":"2","a":"1"},"annotations":{"x":"y"}}""", true)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"1","b":"2"},"annotations":{"x":"y","deployment.kubernetes.io/revision":"4"}}""", true)]
    [InlineData("""{"generation":4,"resourceVersion":"10","labels":{"a":"1","b":"2"},"annotations":{"x":"y"}}""", false)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"1","b":"3"},"annotations":{"x":"y"}}""", false)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"2","b":"1"},"annotations":{"x":"y"}}""", false)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"1"},"annotations":{"x":"y"}}""", false)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"1","b":"2"}}""", false)]
    [InlineData("""{"generation":3,"resourceVersion":"10","labels":{"a":"1","b":"2","x":"y"}}""", false)]
    public void Generation_labels_and_annotations_count_and_the_status_does_not(string metadata, bool same) => Assert.Equal(same, Mark(metadata) == Mark(Web));

    [Fact]
    public void Kind_without_generations_is_told_by_its_version()
    {
        Assert.Equal(Mark("""{"resourceVersion":"10"}"""), Mark("""{"resourceVersion":"10","labels":{"a":"1"}}"""));
        Assert.NotEqual(Mark("""{"resourceVersion":"10"}"""), Mark("""{"resourceVersion":"11"}"""));
    }

    private static string? Mark(string metadata) =>
        ContentMark.Of(KubernetesObject.TryWrap(JsonTree.Read(Encoding.UTF8.GetBytes($$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{{metadata}}}""")))!);
}
