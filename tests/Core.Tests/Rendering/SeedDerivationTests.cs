using Plumbline.Core.Rendering;

namespace Plumbline.Core.Tests.Rendering;

public sealed class SeedDerivationTests
{
    /// <summary>Whoever chooses one part must not come to what follows from other ones.</summary>
    [Fact]
    public void Parts_cannot_be_taken_for_others()
    {
        var key = new byte[32];
        string[][] lists = [["a", "b", "c"], ["a\0b", "c"], ["a", "b\0c"], ["a\0b\0c"], ["ab", "c"], ["a", "bc"], ["a", "b", "c", ""], ["", "a", "b", "c"]];

        Assert.Distinct(lists.Select(l => Convert.ToHexString(SeedDerivation.Of(key, l))));
        Assert.Equal(SeedDerivation.Of(key, "a", "b"), SeedDerivation.Of(key, "a", "b"));
        Assert.NotEqual(SeedDerivation.Of(key, "a"), SeedDerivation.Of([1], "a"));
    }
}
