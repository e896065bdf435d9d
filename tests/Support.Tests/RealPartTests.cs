using Plumbline.Fixtures;
using Plumbline.Support.RealParts;
using Xunit.Sdk;

namespace Plumbline.Support.Tests;

public sealed class RealPartTests
{
    [Theory]
    [InlineData(false, typeof(SkipException), "SKIPPED: ")]
    [InlineData(true, typeof(InvalidOperationException), "FAILED: ")]
    public async Task Part_that_cannot_be_had_skips_or_fails_each_test_and_is_announced_once(bool isRequired, Type expected, string announced)
    {
        using var announcements = new StringWriter();
        await using var part = new MissingPart(announcements, isRequired);

        var ends = new[] { await EndOfUseAsync(part), await EndOfUseAsync(part) };

        Assert.All(ends, end => Assert.Equal(expected, end?.GetType()));
        Assert.All(ends, end => Assert.Contains("a unicorn cannot be had here: there are none", end!.Message, StringComparison.Ordinal));
        Assert.Equal(1, part.Starts);
        Assert.StartsWith(announced, Assert.Single(announcements.ToString().Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_names_are_never_given_twice()
    {
        await using var part = new MissingPart(TextWriter.Null, isRequired: false);

        var names = Enumerable.Range(0, 500).Select(_ => part.UniqueName("queue")).ToHashSet();

        Assert.Equal(500, names.Count);
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]{2,}$", name));
    }

    // Not Record.ExceptionAsync: that lets a skip through, and this test would be skipped itself.
    private static async Task<Exception?> EndOfUseAsync(MissingPart part)
    {
        try
        {
            await part.UseAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (Exception e) when (e is SkipException or InvalidOperationException)
        {
            return e;
        }
    }

    private sealed class MissingPart(TextWriter announcements, bool isRequired) : RealPart<MemoryStream>(announcements, isRequired)
    {
        public int Starts { get; private set; }

        protected override Task<MemoryStream> StartAsync(CancellationToken cancellation)
        {
            Starts++;
            throw new RealPartUnavailableException("a unicorn", "there are none");
        }
    }
}
