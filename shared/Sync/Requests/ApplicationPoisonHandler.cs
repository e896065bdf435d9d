using Plumbline.Core.Events;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;

namespace Plumbline.Sync.Requests;

/// <summary>Parks an application whose work keeps failing: it rests, visibly, until something about it changes (T-Q).</summary>
internal sealed class ApplicationPoisonHandler(ApplicationStore applications, TimeProvider clock) : IApplicationPoisonHandler
{
    /// <inheritdoc/>
    public async Task Park(string application, string queue, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await applications.Update(application, s => s is null || s.Observed?.Code == SyncProblem.Quarantined ? s : Parked(s, queue, now), token);
    }

    private static ApplicationState Parked(ApplicationState state, string queue, DateTimeOffset now)
    {
        var message = $"Its work in the queue '{queue}' failed too often; it is left alone until its sources or its manifest change.";
        return (state with
        {
            Done = state.Wanted,
            WakeAt = null,
            Operation = null,
            Observed = (state.Observed ?? new Observation([], null, null, "Unknown", "Unknown", "", null, now)) with { Sync = "Unknown", Code = SyncProblem.Quarantined, Problems = [message], At = now },
        }).With(new AppEvent(1, state.Name, 0, EventKind.Parked, now)
        {
            Environment = state.Environment,
            Code = SyncProblem.Quarantined,
            Message = message,
            Commits = state.Observed?.Commits ?? [],
        });
    }
}
