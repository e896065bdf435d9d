using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Storage.Blobs;
using Plumbline.Storage.Queues;
using Plumbline.Storage.Tables;

namespace Plumbline.Storage;

/// <summary>Registers this library.</summary>
public static class StorageRegistration
{
    /// <summary>Adds <see cref="IDocumentStore"/>, <see cref="IBlobStore"/>, <see cref="IMessageQueue"/> and <see cref="IQueueReceiver"/> on Azure Storage. The options must have passed <see cref="StorageOptions.Validate"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options) => services
        .AddSingleton(options)
        .AddSingleton<StorageConnections>()
        .AddSingleton<IDocumentStore, TableDocumentStore>()
        .AddSingleton<IBlobStore, ContainerBlobStore>()
        .AddSingleton<StorageMessageQueue>()
        .AddSingleton<IMessageQueue>(s => s.GetRequiredService<StorageMessageQueue>())
        .AddSingleton<IQueueReceiver>(s => s.GetRequiredService<StorageMessageQueue>());
}
