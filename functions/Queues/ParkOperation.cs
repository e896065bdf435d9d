using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Queues;

/// <summary>Parks an application whose operation failed too often.</summary>
public sealed class ParkOperation(IApplicationPoisonHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("ParkOperation")]
    public Task Run([QueueTrigger(QueueName.Sync + QueueName.PoisonSuffix)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Park(id, QueueName.Sync, token), context);
}
