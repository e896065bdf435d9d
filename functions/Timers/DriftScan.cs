using Microsoft.Azure.Functions.Worker;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Timers;

/// <summary>Looks for clusters that changed without us.</summary>
public sealed class DriftScan(IDriftScan scan)
{
    /// <summary>Only finds what is due; safe to run twice or not at all.</summary>
    [Function("DriftScan")]
    public Task Run([TimerTrigger("%Plumbline:Schedules:DriftScan%")] TimerInfo timer, FunctionContext context) => scan.Scan(context.CancellationToken);
}
