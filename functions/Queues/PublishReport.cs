using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Reporting;

namespace Plumbline.Functions.Queues;

/// <summary>Tells the outside of what happened.</summary>
public sealed class PublishReport(IReportHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("PublishReport")]
    public Task Run([QueueTrigger(QueueName.Report)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.Publish(id, token), context);
}
