using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;
using Plumbline.Functions.Composition;
using Plumbline.Reporting;

namespace Plumbline.Functions.Queues;

/// <summary>Notes a report whose sending failed too often.</summary>
public sealed class GiveUpReport(IReportHandler handler)
{
    /// <summary>Returning means done; throwing means try again.</summary>
    [Function("GiveUpReport")]
    public Task Run([QueueTrigger(QueueName.Report + QueueName.PoisonSuffix)] QueueMessage message, FunctionContext context) =>
        message.WithHint((id, token) => handler.GiveUp(id, token), context);
}
