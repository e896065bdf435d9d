using Plumbline.Fixtures;
using Plumbline.Support.RealParts;
using Xunit.Sdk;

namespace Plumbline.Support.Tests;

public sealed class RealPartTests
{
    [Fact]
    public async Task Part_that_cannot_be_had_skips_or_fails_each_test_with_the_reason()
    {
        await using var part = new MissingPart();

        for (var test = 0; test < 2; test++)
        {
            var end = await Record.ExceptionAsync(() => part.UseAsync(TestContext.Current.CancellationToken));

            Assert.Contains("a unicorn cannot be had here: there are none", end!.Message, StringComparison.Ordinal);
            Assert.Equal(RealPartPolicy.IsRequired ? typeof(InvalidOperationException) : typeof(SkipException), end.GetType());
        }

        Assert.Equal(1, part.Starts);
    }

    [Fact]
    public async Task Part_names_are_never_given_twice()
    {
        await using var part = new MissingPart();

        var names = Enumerable.Range(0, 500).Select(_ => part.UniqueName("queue")).ToHashSet();

        Assert.Equal(500, names.Count);
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]{2,}$", name));
    }

    private sealed class MissingPart : RealPart<MemoryStream>
    {
        public int Starts { get; private set; }

        protected override Task<MemoryStream> StartAsync(CancellationToken cancellation)
        {
            Starts++;
            throw new RealPartUnavailableException("a unicorn", "there are none");
        }
    }
}
