using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Queues;

/// <summary>Handles a delivery that was accepted.</summary>
public sealed class ProcessDelivery(IDeliveries handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("ProcessDelivery")]
    public Task Run([QueueTrigger(QueueName.Deliveries)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Process(id, token), context);
}
