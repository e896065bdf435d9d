using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Operations;

/// <summary>Passing trouble with a cluster: tried again, later and later, up to a limit.</summary>
internal static class OperationTrouble
{
    private const int Most = 8;

    public static StepOutcome Outcome(OperationState operation, ClusterException e)
    {
        if (!e.IsTransient || operation.Troubles >= Most)
        {
            return new StepOutcome.Failed(SyncProblem.ApplyFailed, e.Message, [e.Message]);
        }

        var pause = e.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, operation.Troubles)));
        return new StepOutcome.Waiting(operation with { Troubles = operation.Troubles + 1, Message = e.Message }, pause);
    }
}
