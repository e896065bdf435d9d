using Plumbline.Core.Streams;

namespace Plumbline.Core.Tests.Streams;

/// <summary>What a stranger sends is read up to a limit, alone or out of a budget that several streams share.</summary>
public sealed class LimitedStreamTests
{
    [Fact]
    public async Task More_than_the_limit_is_refused_however_it_is_read()
    {
        using var first = Limited(4);
        using var second = Limited(4);

        Assert.Throws<TooLarge>(() => first.ReadExactly(new byte[5]));
        await Assert.ThrowsAsync<TooLarge>(() => second.ReadExactlyAsync(new byte[5], TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public void As_much_as_the_limit_is_read()
    {
        using var stream = Limited(5);
        var bytes = new byte[5];

        stream.ReadExactly(bytes);

        Assert.Equal("bytes"u8, bytes);
        Assert.Equal(0, stream.Read(bytes));
    }

    [Fact]
    public void A_shared_budget_is_told_of_each_read_before_the_own_limit()
    {
        var left = 6;
        using var first = Limited(10, Take);
        using var second = Limited(1, Take);

        first.ReadExactly(new byte[5]);

        Assert.Equal(1, left);
        Assert.Throws<InvalidDataException>(() => second.ReadExactly(new byte[2]));

        void Take(int count) => left = left >= count ? left - count : throw new InvalidDataException();
    }

    private static LimitedStream Limited(long most, Action<int>? read = null) =>
        new(new MemoryStream("bytes"u8.ToArray()), most, () => new TooLarge(), read: read);

    private sealed class TooLarge : Exception;
}
