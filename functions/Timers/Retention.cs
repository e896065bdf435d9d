using Microsoft.Azure.Functions.Worker;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Timers;

/// <summary>Deletes, each night, what is old enough.</summary>
public sealed class Retention(IRetention retention, IDeliveries deliveries)
{
    /// <summary>Only finds what is due; safe to run twice or not at all.</summary>
    [Function("Retention")]
    public async Task Run([TimerTrigger("%Plumbline:Schedules:Retention%")] TimerInfo timer, FunctionContext context)
    {
        await retention.Clean(context.CancellationToken);
        await deliveries.Expire(context.CancellationToken);
    }
}
