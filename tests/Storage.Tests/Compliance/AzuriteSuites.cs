using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tests.Compliance;

public sealed class TableDocumentStoreTests(AzuriteAccount azurite) : DocumentStoreSuite, IAsyncLifetime
{
    private IDocumentStore? _store;

    protected override IDocumentStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = (await azurite.Services()).GetRequiredService<IDocumentStore>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class ContainerBlobStoreTests(AzuriteAccount azurite) : BlobStoreSuite, IAsyncLifetime
{
    private IBlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = (await azurite.Services()).GetRequiredService<IBlobStore>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class StorageMessageQueueTests(AzuriteAccount azurite) : MessageQueueSuite, IAsyncLifetime
{
    private IServiceProvider? _services;

    protected override IMessageQueue Queue => _services!.GetRequiredService<IMessageQueue>();

    protected override IQueueReceiver Receiver => _services!.GetRequiredService<IQueueReceiver>();

    public async ValueTask InitializeAsync() => _services = await azurite.Services();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task Pass(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);
}

public sealed class TableForgettingTests(AzuriteAccount azurite) : ForgettingSuite, IAsyncLifetime
{
    private IDocumentStore? _store;

    protected override IDocumentStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = (await azurite.Services()).GetRequiredService<IDocumentStore>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
