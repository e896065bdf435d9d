using Microsoft.Azure.Functions.Worker;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Timers;

/// <summary>Finds pushes that no webhook told of.</summary>
public sealed class CheckRefs(IRefCheck check)
{
    /// <summary>Only finds what is due; safe to run twice or not at all.</summary>
    [Function("CheckRefs")]
    public Task Run([TimerTrigger("%Plumbline:Schedules:CheckRefs%")] TimerInfo timer, FunctionContext context) => check.Check(context.CancellationToken);
}
