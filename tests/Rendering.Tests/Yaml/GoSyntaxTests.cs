using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Tests.Yaml;

/// <summary>Where a document ends for Go's reader, and where a text is none for it; values, templates and kustomizations all go by it.</summary>
public sealed class GoSyntaxTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("port: 80\n", "port: 80\n")]
    [InlineData("port: 80\n---\nport: 81\n", "port: 80\n")]
    [InlineData("port: 80\n...\nport: [\n", "port: 80\n")]
    [InlineData("# words\n---\nport: 80\n--- {\n", "# words\n---\nport: 80\n")]
    [InlineData("text: |\n  ---\n  more\n", "text: |\n  ---\n  more\n")]
    public void A_document_ends_where_the_next_one_is_announced(string text, string first)
    {
        Assert.Equal(first, text[..GoSyntax.CheckConfiguration(text)]);
        Assert.Equal(first, text[..GoSyntax.CheckManifest(text)]);
    }

    [Theory]
    [InlineData("name: web\nport\nhost: a\n", "line 3: could not find expected ':'", "line 2: could not find expected ':'")]
    [InlineData("ports: [80\nname: web\n", "line 1: did not find expected ',' or ']'", "line 1: did not find expected ',' or ']'")]
    [InlineData("name: web\n\tport: 80\n", "line 2: found a tab character that violates indentation", "line 2: found a tab character that violates indentation")]
    [InlineData("name: *web\n", "unknown anchor 'web' referenced", "unknown anchor 'web' referenced")]
    [InlineData("name: \u0001\n", "control characters are not allowed", "control characters are not allowed")]
    public void The_two_versions_of_the_reader_count_lines_in_their_own_ways(string text, string configuration, string manifest)
    {
        Assert.Equal(configuration, Assert.Throws<SyntaxFault>(() => GoSyntax.CheckConfiguration(text)).OfConfiguration);
        Assert.Equal(manifest, Assert.Throws<SyntaxFault>(() => GoSyntax.CheckManifest(text)).OfManifest);
    }
}
