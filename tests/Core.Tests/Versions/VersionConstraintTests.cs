using CsCheck;
using Plumbline.Core.Versions;

namespace Plumbline.Core.Tests.Versions;

public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData("^0.0.3", "0.2.9", false)]
    [InlineData("^0.0.3", "0.0.3", true)]
    [InlineData("^0.2.3", "0.2.9", true)]
    [InlineData("^0.2", "0.3.0", false)]
    [InlineData("^0", "0.9.0", true)]
    [InlineData("^0.0", "0.0.9", true)]
    [InlineData("^1.2.0", "1.33.4-gke.100", false)]
    [InlineData("^v1.2", "v1.5.0", true)]
    [InlineData("~1", "1.9.0", true)]
    [InlineData("~1.2.3", "1.3.0", false)]
    [InlineData("~>1.2", "1.2.9", true)]
    [InlineData("~0.0.0", "7.1.0", true)]
    [InlineData("*", "7.1.0", true)]
    [InlineData("*", "7.1.0-a", false)]
    [InlineData("*-0", "7.1.0-a", true)]
    [InlineData(">11", "11.1.0", false)]
    [InlineData(">11.1", "11.1.5", false)]
    [InlineData(">11.1", "11.2.0", true)]
    [InlineData("<=11", "11.9.0", true)]
    [InlineData("<=11.1", "11.2.0", false)]
    [InlineData("<2.0.0", "2.0.0", false)]
    [InlineData("=>1.2", "1.2.3", true)]
    [InlineData("=<1.2", "1.2.3", true)]
    [InlineData("!=1.x", "1.9.0", false)]
    [InlineData("!=1.2", "1.2.9", false)]
    [InlineData("!=1.2", "1.3.9", true)]
    [InlineData("!=1.2.3", "1.2.3", false)]
    [InlineData("1.2.3 - 2.0", "1.2.3", true)]
    [InlineData("1.2.3 - 2.0", "2.0.7", true)]
    [InlineData("1.2.3 - 2.0", "2.1.0", false)]
    [InlineData(">1.0, <1.5 || >=3", "3.0.0", true)]
    [InlineData(">1.0 <1.5||>=3", "2.0.0", false)]
    [InlineData(">=1.19-0", "v1.33.4-gke.100", true)]
    [InlineData(">=1.2.3-beta", "1.2.3-beta.1", true)]
    [InlineData(">=1.2.3-rc.2", "1.2.3-rc.10", true)]
    [InlineData("= 1.2.3", "1.2.3+build", true)]
    public void Check_follows_the_library_that_Helm_uses(string range, string text, bool fits)
    {
        Assert.True(VersionConstraint.TryParse(range, out var constraint, out var error), error);
        Assert.True(SemanticVersion.TryParse(text, out var version, out _));

        Assert.Equal(fits, constraint.Check(version));
        Assert.Equal(fits, constraint.Validate(version).Count == 0);
    }

    [Theory]
    [InlineData("", "improper constraint: \"\"")]
    [InlineData("bogus", "improper constraint: \"bogus\"")]
    [InlineData("1.2.3 ||", "improper constraint: \"\"")]
    [InlineData("1.2.3.4", "improper constraint: \"1.2.3.4\"")]
    [InlineData(">>1", "improper constraint: \">>1\"")]
    [InlineData("1,,2", "improper constraint: \"1,,2\"")]
    [InlineData("xx.1", "constraint parser error")]
    [InlineData("1.2.3-01", "constraint parser error")]
    public void TryParse_refuses_what_is_no_range(string range, string expected)
    {
        Assert.False(VersionConstraint.TryParse(range, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Validate_names_the_prerelease_once()
    {
        Assert.True(VersionConstraint.TryParse(">=1 <2 || >=3", out var constraint, out _));
        Assert.True(SemanticVersion.TryParse("1.5.0-a", out var version, out _));

        Assert.Equal(
            ["\"1.5.0-a\" is a prerelease version and the constraint is only looking for release versions"],
            constraint.Validate(version));
    }

    [Fact]
    public void TryParse_bounds_its_work_on_long_texts()
    {
        Assert.False(VersionConstraint.TryParse(new string('1', 1_000_000) + " - ", out _, out var error));
        Assert.Contains("longer than", error);
    }

    [Fact]
    public void Any_text_is_a_range_or_an_error() =>
        Gen.String[Gen.Char["0123456789.xX*|v-+ ,<>=!~^ab\t"], 0, 40].Sample(text =>
            VersionConstraint.TryParse(text, out var constraint, out var error)
                ? error is null && VersionConstraint.TryParse(constraint.ToString(), out _, out _)
                : error is not null, iter: 20_000, seed: "0000KOIPeJ12");
}
