using Plumbline.Core.Events;
using Plumbline.Core.Messages;

namespace Plumbline.Sync.Apps;

/// <summary>Gives an application a reason to be looked at. Safe to repeat: a reason too many costs one look.</summary>
internal sealed class ApplicationWaker(ApplicationStore applications, Wakes wakes, SyncSettings settings, TimeProvider clock)
{
    private const int KeptReasons = 8;
    private const int KeptDeliveries = 16;

    /// <summary>Wakes one; false when there is no such application.</summary>
    public async Task<bool> Wake(string app, WakeReason reason, CancellationToken token)
    {
        var now = clock.GetUtcNow();

        // The message is there at once; the note is what finds the work if the message is lost.
        await wakes.Note(app, now + (settings.Lease / 2), token);
        var state = await applications.Update(app, s => s is null ? null : Woken(s, reason, now), token);
        if (state is null)
        {
            return false;
        }

        await wakes.Send(app, QueueName.Reconcile, TimeSpan.Zero, token);
        return true;
    }

    /// <summary>The state with one more reason. A delivery that comes again is a reason again, and no second entry.</summary>
    public static ApplicationState Woken(ApplicationState state, WakeReason reason, DateTimeOffset now)
    {
        // What the state waited for until now, such as the end of a pause, is not what the new reason waits for.
        var woken = state with { Wanted = state.Wanted + 1, WakeAt = null, Reasons = [.. state.Reasons.TakeLast(KeptReasons - 1), reason] };
        if (reason.Kind is WakeKind.Retry or WakeKind.Gate || (reason.Delivery is { } again && state.Deliveries.Contains(again)))
        {
            return woken;
        }

        return (reason.Delivery is { } id ? woken with { Deliveries = [.. state.Deliveries.TakeLast(KeptDeliveries - 1), id] } : woken)
            .With(new AppEvent(1, state.Name, 0, EventKind.Woken, now) { Actor = reason.Detail, Message = $"Asked to look: {reason.Kind}." });
    }
}
