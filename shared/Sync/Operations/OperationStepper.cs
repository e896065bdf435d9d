using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Reconcile;

namespace Plumbline.Sync.Operations;

/// <summary>
/// Takes an operation's steps: load, one step, save, again, until it waits, ends, or the slice of time is over. Every step may run twice.
/// The result of a finished side effect is saved even when the caller stops (X3).
/// </summary>
internal sealed class OperationStepper(
    ApplicationLease leases, DiscreetStep step, OperationEnd end, Wakes wakes, ICrashPoints crash, TimeProvider clock, SyncSettings settings)
    : IOperationStepHandler
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task Step(string application, CancellationToken token)
    {
        if (await leases.Acquire(application, token) is not { } work)
        {
            return;
        }

        try
        {
            var until = clock.GetUtcNow() + settings.Slice;
            while (work.State.Operation is { } operation && clock.GetUtcNow() < until)
            {
                var outcome = await step.Take(work, operation, token);
                if (!await Save(work, operation, outcome, token))
                {
                    return;
                }
            }

            await work.Release(s => s, token);
            await wakes.Send(application, work.State.Operation is null ? QueueName.Reconcile : QueueName.Sync, TimeSpan.Zero, token);
        }
        catch (FencedException e)
        {
            await Outgrow(work, e.Epoch, token);
        }
        catch (LeaseLostException)
        {
            // A newer worker goes on with it.
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            await work.Abandon();
            throw;
        }
    }

    /// <summary>
    /// The cluster knows a newer epoch. Where the lease is ours all the same, it is from a life of the store, or of the application, that is over: ours goes on
    /// above it. Where it is not, a newer worker goes on with the operation.
    /// </summary>
    private async Task Outgrow(LeasedApplication work, long epoch, CancellationToken token)
    {
        try
        {
            await work.Outgrow(epoch, token);
            await wakes.Send(work.State.Name, QueueName.Sync, TimeSpan.Zero, token);
        }
        catch (LeaseLostException)
        {
            // A newer worker goes on with it.
        }
    }

    /// <summary>Saves what a step came to; false when this worker is done with the application for now.</summary>
    private async Task<bool> Save(LeasedApplication work, OperationState operation, StepOutcome outcome, CancellationToken token)
    {
        var name = work.State.Name;
        switch (outcome)
        {
            case StepOutcome.Moved moved:
                await work.Save(s => Moved(s, moved), token);
                crash.Reached(CrashPoint.StepSaved);
                return true;
            case StepOutcome.Waiting waiting:
                var at = clock.GetUtcNow() + waiting.Pause;
                await work.Release(s => s with { Operation = waiting.Next, WakeAt = at }, token);
                crash.Reached(CrashPoint.StepSaved);
                await wakes.Note(name, at + Grace, token);
                await wakes.Send(name, QueueName.Sync, waiting.Pause, token);
                return false;
            case StepOutcome.Outdated outdated:
                await work.Release(s => end.Outdated(s, outdated.Message), token);
                await wakes.Send(name, QueueName.Reconcile, TimeSpan.Zero, token);
                return false;
            case StepOutcome.Succeeded when operation.Deletes:
                if (!await end.Forget(name, token))
                {
                    await work.Release(s => s, token);
                    await wakes.Send(name, QueueName.Reconcile, TimeSpan.Zero, token);
                }

                return false;
            case StepOutcome.Failed failed when operation.Deletes:
                // Nothing else is left to be done for it, so it is tried until it succeeds, later and later, and told once.
                await wakes.Note(name, clock.GetUtcNow(), token);
                await work.Release(s => Setback.Trouble(s with { Operation = null }, failed.Code, failed.Message, null, clock.GetUtcNow()), token);
                await wakes.Send(name, QueueName.Reconcile, Until(work.State.WakeAt), token);
                return false;
            default:
                await work.Release(s => end.Ended(s, operation, outcome), token);
                if (work.State.Wanted > work.State.Done || work.State.WakeAt is not null)
                {
                    await wakes.Note(name, work.State.WakeAt ?? clock.GetUtcNow(), token);
                    await wakes.Send(name, QueueName.Reconcile, Until(work.State.WakeAt), token);
                }

                return false;
        }
    }

    private ApplicationState Moved(ApplicationState state, StepOutcome.Moved moved)
    {
        // From the first write on the cluster is no longer as it was when it was last in sync; healing brings it back there.
        var begins = state.Operation?.Phase == OperationPhase.Starting && moved.Next.Phase != OperationPhase.Starting;
        var next = state with { Operation = moved.Next, Applied = begins && !moved.Next.Heals ? null : state.Applied };
        return moved.Told is null ? next : next.With(new AppEvent(1, state.Name, 0, EventKind.OperationProgressed, clock.GetUtcNow())
        {
            Operation = moved.Next.Id,
            Plan = moved.Next.Plan,
            Commits = moved.Next.Commits,
            Environment = state.Environment,
            Message = moved.Told,
        });
    }

    private TimeSpan Until(DateTimeOffset? at) => at is { } time && time > clock.GetUtcNow() ? time - clock.GetUtcNow() : TimeSpan.Zero;
}
