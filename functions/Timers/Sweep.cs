using Microsoft.Azure.Functions.Worker;
using Plumbline.Reporting;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Timers;

/// <summary>Wakes, each minute, whatever is behind.</summary>
public sealed class Sweep(ISweeper sweeper, IDeliveries deliveries, IReportSweep reports)
{
    /// <summary>Only finds what is due; safe to run twice or not at all.</summary>
    [Function("Sweep")]
    public async Task Run([TimerTrigger("%Plumbline:Schedules:Sweep%")] TimerInfo timer, FunctionContext context)
    {
        await sweeper.Sweep(context.CancellationToken);
        await deliveries.Sweep(context.CancellationToken);
        await reports.Sweep(context.CancellationToken);
    }
}
