using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Queues;

/// <summary>Marks a delivery whose handling failed too often.</summary>
public sealed class GiveUpDelivery(IDeliveries handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("GiveUpDelivery")]
    public Task Run([QueueTrigger(QueueName.Deliveries + QueueName.PoisonSuffix)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.GiveUp(id, token), context);
}
