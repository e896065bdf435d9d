using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;

namespace Plumbline.Sync.Sweeping;

/// <summary>
/// Wakes what is behind (design §2.1): whatever happened to a message, the note says when an application is due. Also carries events into the ledger that a
/// worker saved and did not publish.
/// </summary>
internal sealed class Sweeper(ApplicationStore applications, GateStore gates, Wakes wakes, TimeProvider clock) : ISweeper
{
    /// <inheritdoc/>
    public async Task Sweep(CancellationToken token)
    {
        await foreach (var (app, _, etag) in wakes.Due(token))
        {
            if (await applications.Find(app, token) is not { } stored)
            {
                await wakes.Settle(app, null, etag, token);
                continue;
            }

            var state = await applications.Publish(stored.State, stored.ETag, token);
            var now = clock.GetUtcNow();
            if (state.Operation is null && !state.IsDue(now) && !await IsDecided(state, token))
            {
                await wakes.Settle(app, state.WakeAt, etag, token);
                continue;
            }

            // A lease that still runs is somebody at work; one that ran out is the trace of a dead worker, which the next one finds.
            if (state.Lease is null || state.Lease.Until <= now)
            {
                await wakes.Send(app, state.Operation is null ? QueueName.Reconcile : QueueName.Sync, TimeSpan.Zero, token);
            }
        }
    }

    /// <summary>Somebody decided and the message that says so was lost (CP15).</summary>
    private async Task<bool> IsDecided(ApplicationState state, CancellationToken token) =>
        state.Gate is { } pending && await gates.Find(pending.Id, token) is { State: not GateState.Open };
}
