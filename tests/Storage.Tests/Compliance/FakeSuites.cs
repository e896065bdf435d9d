using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Support.State;

namespace Plumbline.Storage.Tests.Compliance;

public sealed class FakeDocumentStoreTests : DocumentStoreSuite
{
    protected override IDocumentStore Store { get; } = new FakeDocumentStore(TimeProvider.System);
}

public sealed class FakeBlobStoreTests : BlobStoreSuite
{
    protected override IBlobStore Store { get; } = new FakeBlobStore(TimeProvider.System);
}

public sealed class FakeMessageQueueTests : MessageQueueSuite
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeMessageQueue _queue;

    public FakeMessageQueueTests() => _queue = new FakeMessageQueue(_clock);

    protected override IMessageQueue Queue => _queue;

    protected override IQueueReceiver Receiver => _queue;

    protected override Task Pass(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}

public sealed class FakeForgettingTests : ForgettingSuite
{
    protected override IDocumentStore Store { get; } = new FakeDocumentStore(TimeProvider.System);
}
