using CsCheck;
using Plumbline.Core.Versions;

namespace Plumbline.Core.Tests.Versions;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("v1.2", "1.2.0")]
    [InlineData("01.2.3", "1.2.3")]
    [InlineData("1.2.3-beta.1+build5", "1.2.3-beta.1+build5")]
    public void TryParse_fills_in_what_is_missing(string text, string normal)
    {
        Assert.True(SemanticVersion.TryParse(text, out var version, out _));
        Assert.Equal(normal, version.ToString());
        Assert.Equal(text, version.Original);
    }

    [Theory]
    [InlineData("", "invalid semantic version")]
    [InlineData(" 1.2.3", "invalid semantic version")]
    [InlineData("1.2.3.4", "invalid semantic version")]
    [InlineData("1.2.3-", "invalid semantic version")]
    [InlineData("1.2.3\n", "invalid semantic version")]
    [InlineData("1.2.3-01", "version segment starts with 0")]
    [InlineData("99999999999999999999", "error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    public void TryParse_says_what_is_wrong(string text, string expected)
    {
        Assert.False(SemanticVersion.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("", "version string empty")]
    [InlineData("1.2", "invalid semantic version")]
    [InlineData("v1.2.3", "invalid characters in version")]
    [InlineData("1.02.3", "version segment starts with 0")]
    [InlineData("1.2.3-", "invalid prerelease string")]
    [InlineData("1.2.3+", "invalid metadata string")]
    public void TryParseStrict_wants_the_whole_shape(string text, string expected)
    {
        Assert.False(SemanticVersion.TryParseStrict(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Order_is_that_of_semver()
    {
        string[] ascending = ["1.0.0-1", "1.0.0-2", "1.0.0-11", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta", "1.0.0", "1.0.1", "1.10.0", "2.0.0"];
        var versions = ascending.Select(Parse).ToList();

        Assert.Equal(ascending, versions.AsEnumerable().Reverse().Order().Select(v => v.Original));
        Assert.Equal(Parse("1.0.0+a"), Parse("v1.0.0+b"));
    }

    [Fact]
    public void Next_versions_keep_the_leading_v()
    {
        Assert.Equal("v2.0.0", Parse("v1.2.3-a+b").NextMajor()!.Original);
        Assert.Equal("1.3.0", Parse("1.2.3").NextMinor()!.Original);
        Assert.Equal("v1.2.3", Parse("v1.2.3-a").NextPatch()!.Original);
        Assert.Equal("1.2.4", Parse("1.2.3").NextPatch()!.Original);
        Assert.Null(Parse($"{ulong.MaxValue}").NextMajor());
    }

    [Fact]
    public void Compare_is_an_order()
    {
        var versions = Gen.String[Gen.Char["012.-ab"], 1, 10].Select(t => SemanticVersion.TryParse(t, out var v, out _) ? v : Parse("1.0.0"));
        Gen.Select(versions, versions, versions).Sample((a, b, c) =>
            Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a)) && (!(a <= b && b <= c) || a <= c), iter: 5_000);
    }

    private static SemanticVersion Parse(string text) =>
        SemanticVersion.TryParse(text, out var version, out var error) ? version : throw new ArgumentException(error, nameof(text));
}
