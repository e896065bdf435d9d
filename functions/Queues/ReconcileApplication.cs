using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Queues;

/// <summary>Looks at an application that may be behind its sources.</summary>
public sealed class ReconcileApplication(IReconcileHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("ReconcileApplication")]
    public Task Run([QueueTrigger(QueueName.Reconcile)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Reconcile(id, token), context);
}
