using Plumbline.Core.Gates;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Requests;

/// <summary>Parks an application whose work keeps failing: it rests, visibly, until something about it changes (T-Q).</summary>
internal sealed class ApplicationPoisonHandler(ApplicationStore applications, GateStore gates, TimeProvider clock) : IApplicationPoisonHandler
{
    /// <inheritdoc/>
    public async Task Park(string application, string queue, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        if ((await applications.Find(application, token))?.State is { Gate: { } pending } state && state.Observed?.Code != SyncProblem.Quarantined)
        {
            await gates.Decide(pending.Id, GateState.Voided, null, now, token);
        }

        await applications.Update(application, s => s is null || s.Observed?.Code == SyncProblem.Quarantined ? s : Setback.Parked(
            s, $"Its work in the queue '{queue}' failed too often; it is left alone until its sources or its manifest change.", now), token);
    }
}
