using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Queues;

/// <summary>Takes an operation one step further.</summary>
public sealed class StepOperation(IOperationStepHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("StepOperation")]
    public Task Run([QueueTrigger(QueueName.Sync)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Step(id, token), context);
}
