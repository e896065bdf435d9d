using System.Collections.Concurrent;

namespace Plumbline.Functions.Hosting.Local.Queues;

/// <summary>Tells the pumps of this process what it sent itself, so that its own messages do not wait for the next look into the queue.</summary>
internal sealed class QueueSignals(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, QueueSignal> _signals = new(StringComparer.Ordinal);

    /// <summary>The signal of a queue.</summary>
    public QueueSignal Of(string queue) => _signals.GetOrAdd(queue, _ => new QueueSignal(clock));
}

/// <summary>When the next messages of one queue show that this process knows of.</summary>
internal sealed class QueueSignal(TimeProvider clock)
{
    private const int Remembered = 1000;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _due = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A message shows after <paramref name="delay"/>.</summary>
    public void Sent(TimeSpan delay)
    {
        lock (_gate)
        {
            if (_due.Count < Remembered)
            {
                var at = clock.GetUtcNow() + delay;
                _due.Enqueue(at, at);
            }

            _changed.TrySetResult();
        }
    }

    /// <summary>Waits until a message shows, at most <paramref name="longest"/>; whether one does.</summary>
    public async Task<bool> Wait(TimeSpan longest, CancellationToken token)
    {
        var end = clock.GetUtcNow() + longest;
        while (true)
        {
            TimeSpan pause;
            Task changed;
            lock (_gate)
            {
                var now = clock.GetUtcNow();
                if (TakeDue(now))
                {
                    return true;
                }

                pause = (_due.TryPeek(out var next, out _) && next < end ? next : end) - now;
                if (pause <= TimeSpan.Zero)
                {
                    return false;
                }

                if (_changed.Task.IsCompleted)
                {
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                changed = _changed.Task;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
            await Task.WhenAny(changed, Task.Delay(pause, clock, stop.Token));
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Forgets all that shows by now, since one look serves them.</summary>
    private bool TakeDue(DateTimeOffset now)
    {
        var any = false;
        while (_due.TryPeek(out var at, out _) && at <= now)
        {
            _due.Dequeue();
            any = true;
        }

        return any;
    }
}
