using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Queues;

/// <summary>Parks an application whose looks failed too often.</summary>
public sealed class ParkReconcile(IApplicationPoisonHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("ParkReconcile")]
    public Task Run([QueueTrigger(QueueName.Reconcile + QueueName.PoisonSuffix)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Park(id, QueueName.Reconcile, token), context);
}
