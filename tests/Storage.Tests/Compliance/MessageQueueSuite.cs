using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tests.Compliance;

/// <summary>What every <see cref="IMessageQueue"/> with its <see cref="IQueueReceiver"/> does, fake or real.</summary>
public abstract class MessageQueueSuite
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly string _queue = $"q{Guid.CreateVersion7():N}";

    protected abstract IMessageQueue Queue { get; }

    protected abstract IQueueReceiver Receiver { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lets time go by.</summary>
    protected abstract Task Pass(TimeSpan time);

    [Fact]
    public async Task Message_is_taken_once_with_its_text_unchanged()
    {
        const string Text = """{"v":1,"id":"a<b>&\"'äö 漢字 🚀 ]]>"}""";
        await Queue.Send(_queue, Text, TimeSpan.Zero, Token);

        var taken = Assert.Single(await Receiver.Receive(_queue, 32, Minute, Token));
        Assert.Equal((Text, 1), (taken.Text, taken.Taken));
        Assert.Empty(await Receiver.Receive(_queue, 32, Minute, Token));
    }

    [Fact]
    public async Task Queue_that_nobody_sent_to_is_empty() => Assert.Empty(await Receiver.Receive(_queue, 1, Minute, Token));

    [Fact]
    public async Task Delayed_message_shows_after_its_delay()
    {
        await Queue.Send(_queue, "later", TimeSpan.FromSeconds(2), Token);

        Assert.Empty(await Receiver.Receive(_queue, 1, Minute, Token));
        await Pass(TimeSpan.FromSeconds(2.5));
        Assert.Single(await Receiver.Receive(_queue, 1, Minute, Token));
    }

    [Fact]
    public async Task Message_that_is_not_deleted_comes_back_and_counts()
    {
        await Queue.Send(_queue, "again", TimeSpan.Zero, Token);
        var first = Assert.Single(await Receiver.Receive(_queue, 1, TimeSpan.FromSeconds(1), Token));
        await Pass(TimeSpan.FromSeconds(1.5));

        var second = Assert.Single(await Receiver.Receive(_queue, 1, Minute, Token));
        Assert.Equal((first.Id, "again", 2), (second.Id, second.Text, second.Taken));
        Assert.False(await Receiver.Delete(_queue, first, Token));
        Assert.Null(await Receiver.Hide(_queue, first, Minute, Token));
        Assert.True(await Receiver.Delete(_queue, second, Token));
        Assert.False(await Receiver.Delete(_queue, second, Token));
    }

    [Fact]
    public async Task Hiding_longer_changes_the_receipt_and_keeps_the_text()
    {
        await Queue.Send(_queue, "kept", TimeSpan.Zero, Token);
        var taken = Assert.Single(await Receiver.Receive(_queue, 1, TimeSpan.FromSeconds(1), Token));
        var hidden = await Receiver.Hide(_queue, taken, Minute, Token);
        await Pass(TimeSpan.FromSeconds(1.5));

        Assert.Empty(await Receiver.Receive(_queue, 1, Minute, Token));
        Assert.NotNull(hidden);
        var shown = await Receiver.Hide(_queue, hidden, TimeSpan.Zero, Token);
        var back = Assert.Single(await Receiver.Receive(_queue, 1, Minute, Token));
        Assert.Equal("kept", back.Text);
        Assert.NotNull(shown);
    }

    [Fact]
    public async Task Receive_keeps_to_its_limit()
    {
        for (var i = 0; i < 5; i++)
        {
            await Queue.Send(_queue, $"{i}", TimeSpan.Zero, Token);
        }

        var first = await Receiver.Receive(_queue, 3, Minute, Token);
        var rest = await Receiver.Receive(_queue, 32, Minute, Token);

        Assert.Equal(3, first.Count);
        Assert.Equal(["0", "1", "2", "3", "4"], first.Concat(rest).Select(m => m.Text).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0xd800)]
    [InlineData(0xdc00)]
    [InlineData(0xffff)]
    public async Task Text_that_queues_refuse_is_refused_for_good(int unit)
    {
        var text = $"a{(char)unit}b";
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Queue.Send(_queue, text, TimeSpan.Zero, Token));

        Assert.False(refusal.IsTransient);
    }

    [Fact]
    public async Task Text_up_to_48_KiB_is_taken_and_more_is_refused()
    {
        await Queue.Send(_queue, new string('x', 48 * 1024), TimeSpan.Zero, Token);
        Assert.Equal(48 * 1024, Assert.Single(await Receiver.Receive(_queue, 1, Minute, Token)).Text.Length);

        await Assert.ThrowsAsync<StorageException>(() => Queue.Send(_queue, new string('é', (24 * 1024) + 1), TimeSpan.Zero, Token));
    }
}
