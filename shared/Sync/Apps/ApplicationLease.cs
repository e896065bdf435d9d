using Plumbline.Core.Chance;

namespace Plumbline.Sync.Apps;

/// <summary>Somebody else works on the application by now; what this worker does no longer counts (I4).</summary>
internal sealed class LeaseLostException(string app) : Exception($"the lease of '{app}' is lost");

/// <summary>Gives the right to work on an application to one worker at a time.</summary>
internal sealed class ApplicationLease(ApplicationStore applications, IIdSource ids, TimeProvider clock, SyncSettings settings)
{
    /// <summary>Takes the lease; null when another worker has it or there is no such application.</summary>
    public async Task<LeasedApplication?> Acquire(string app, CancellationToken token)
    {
        var owner = ids.NewId();
        var taken = await applications.Update(app, s => s is null ? null : Take(s, owner), token);
        return taken?.Lease?.Owner == owner ? new LeasedApplication(taken, applications, clock, settings) : null;
    }

    private ApplicationState? Take(ApplicationState state, string owner)
    {
        var now = clock.GetUtcNow();
        if (state.Lease is { } held && held.Until > now)
        {
            return null;
        }

        // A lease that ran out instead of being given back is the trace of a worker that died at work.
        var deaths = state.Lease is null ? 0 : (state.Attempt?.Times ?? 0) + 1;
        return state with
        {
            Lease = new Lease(owner, now + settings.Lease),
            Epoch = state.Epoch + 1,
            Attempt = deaths == 0 ? null : new StepAttempt("work", $"{state.Wanted}", deaths),
        };
    }
}

/// <summary>An application that this worker alone may change, as long as it renews in time.</summary>
internal sealed class LeasedApplication(ApplicationState state, ApplicationStore applications, TimeProvider clock, SyncSettings settings)
{
    private readonly long _epoch = state.Epoch;

    /// <summary>The state as last saved or read.</summary>
    public ApplicationState State { get; private set; } = state;

    /// <summary>Saves a change and renews the lease. Others may have added reasons meanwhile; they stay.</summary>
    /// <exception cref="LeaseLostException">Another worker has it.</exception>
    public Task Save(Func<ApplicationState, ApplicationState> change, CancellationToken token) =>
        Write(s => change(s) with { Lease = s.Lease! with { Until = clock.GetUtcNow() + settings.Lease } }, token);

    /// <summary>Saves a change and gives the lease back.</summary>
    /// <exception cref="LeaseLostException">Another worker has it.</exception>
    public Task Release(Func<ApplicationState, ApplicationState> change, CancellationToken token) =>
        Write(s => change(s) with { Lease = null, Attempt = null }, token);

    /// <summary>Gives the lease back because this host stops, so that the next one need not wait for its end. Nothing is lost where that fails.</summary>
    public async Task Abandon()
    {
        try
        {
            await Release(s => s, CancellationToken.None);
        }
        catch (Exception e) when (e is LeaseLostException or Core.State.StorageException)
        {
            // It ends by itself.
        }
    }

    /// <summary>Gives the lease back so that the next one is newer than <paramref name="epoch"/>, which somebody used in a life of the store that is over.</summary>
    /// <exception cref="LeaseLostException">Another worker has it, so that the epoch may be theirs.</exception>
    public async Task Outgrow(long epoch, CancellationToken token)
    {
        var saved = await applications.Update(State.Name, s => s is null || s.Epoch != _epoch ? s : s with { Lease = null, Attempt = null, Epoch = Math.Max(epoch, _epoch) }, token);
        if (saved is null || saved.Lease is not null)
        {
            throw new LeaseLostException(State.Name);
        }

        State = saved;
    }

    private async Task Write(Func<ApplicationState, ApplicationState> change, CancellationToken token)
    {
        var saved = await applications.Update(State.Name, s => s is null || s.Epoch != _epoch ? s : change(s), token);
        if (saved is null || saved.Epoch != _epoch)
        {
            throw new LeaseLostException(State.Name);
        }

        State = saved;
    }
}
