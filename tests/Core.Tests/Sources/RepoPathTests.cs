using CsCheck;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Sources;

public sealed class RepoPathTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("a/..")]
    public void Root_equals_itself_however_it_is_written(string text) => Assert.Equal(RepoPath.Root, RepoPath.Parse(text));

    [Theory]
    [InlineData("", "a/b", "a/b")]
    [InlineData("", "./a//b/", "a/b")]
    [InlineData("a/b", "../c", "a/c")]
    [InlineData("a/b", "../..", "")]
    [InlineData("a", "a/./../b", "a/b")]
    [InlineData("", "....", "....")]
    [InlineData("", "~", "~")]
    [InlineData("", "%2e%2e/x", "%2e%2e/x")]
    public void Path_inside_its_root_is_normalised(string from, string relative, string expected)
    {
        Assert.True(RepoPath.Parse(from).TryCombine(relative, out var path, out _));
        Assert.Equal(expected, path.Value);
    }

    /// <summary>T-PATH-1.</summary>
    [Theory]
    [InlineData("", "..")]
    [InlineData("", "a/../../b")]
    [InlineData("a", "../../etc/passwd")]
    [InlineData("", "/etc/passwd")]
    [InlineData("", "//x")]
    [InlineData("", "\\\\srv\\s")]
    [InlineData("", "C:\\x")]
    [InlineData("", "c:x")]
    [InlineData("", "a\\..\\b")]
    [InlineData("", "a\0b")]
    [InlineData("", "a\nb")]
    public void Path_that_leaves_its_root_or_is_malformed_is_refused(string from, string relative)
    {
        Assert.False(RepoPath.Parse(from).TryCombine(relative, out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Path_with_thousands_of_segments_is_refused() =>
        Assert.False(RepoPath.TryParse(string.Concat(Enumerable.Repeat("a/", 5000)), out _, out _));

    [Fact]
    public void Root_is_one_value_however_it_was_reached()
    {
        Assert.Equal(RepoPath.Root, RepoPath.Parse(""));
        Assert.Equal(RepoPath.Root, RepoPath.Parse("a/.."));
        Assert.Equal(RepoPath.Root, RepoPath.Parse("a").Parent);
    }

    /// <summary>T-PATH-1.</summary>
    [Fact]
    public void No_combination_ever_leaves_the_root()
    {
        string[] parts = ["..", ".", "a", "b", "", "c"];
        Gen.Int[0, parts.Length - 1].Select(i => parts[i]).Array[0, 12].Sample(chosen =>
        {
            if (RepoPath.TryParse(string.Join('/', chosen).TrimStart('/'), out var path, out _))
            {
                Assert.DoesNotContain("..", path.Value.Split('/'));
                Assert.False(path.Value.StartsWith('/'));
            }
        });
    }

    [Theory]
    [InlineData("a/b", "a", true)]
    [InlineData("a", "a", true)]
    [InlineData("ab", "a", false)]
    [InlineData("a", "", true)]
    public void Containment_goes_by_segments(string path, string folder, bool inside) =>
        Assert.Equal(inside, RepoPath.Parse(path).IsIn(RepoPath.Parse(folder)));
}
