using Microsoft.Extensions.Logging;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Functions.Hosting.Local.Queues;

/// <summary>
/// Takes messages of one queue and runs them, so many at a time. Pauses grow from 100 ms at random up to the limit while the queue is empty,
/// and end at once when this process sends to the queue.
/// </summary>
internal sealed partial class QueuePump(
    string queue, QueueLimits limits, IQueueReceiver receiver, MessageRun run, QueueSignal signal, Func<double> chance, TimeProvider clock, ILogger<QueuePump> logger)
{
    private readonly HashSet<Task> _running = [];

    /// <summary>Pumps until <paramref name="taking"/> stops; then waits for what still runs, which <paramref name="working"/> cuts short.</summary>
    public async Task Run(CancellationToken taking, CancellationToken working)
    {
        var pause = TimeSpan.Zero;
        try
        {
            while (!taking.IsCancellationRequested)
            {
                var got = await Take(working, taking);
                pause = got > 0 ? TimeSpan.Zero : Longer(pause);
                if (got == 0 && await signal.Wait(pause, taking))
                {
                    pause = TimeSpan.Zero;
                }
            }
        }
        catch (OperationCanceledException) when (taking.IsCancellationRequested)
        {
            // Told to stop.
        }

        await Task.WhenAll(_running);
    }

    /// <summary>Waits for a free place, takes what is there and starts it; how many were taken.</summary>
    private async Task<int> Take(CancellationToken working, CancellationToken taking)
    {
        _running.RemoveWhere(t => t.IsCompleted);
        while (_running.Count >= limits.Parallel)
        {
            await Task.WhenAny(_running).WaitAsync(taking);
            _running.RemoveWhere(t => t.IsCompleted);
        }

        try
        {
            var messages = await receiver.Receive(queue, Math.Min(limits.Batch, limits.Parallel - _running.Count), limits.Hidden, taking);
            foreach (var message in messages)
            {
                _running.Add(run.Run(queue, message, limits, working));
            }

            return messages.Count;
        }
        catch (StorageException e)
        {
            Log.CannotReceive(logger, queue, e.Message);
            await Task.Delay(Longer(TimeSpan.FromSeconds(1)), clock, taking);
            return 0;
        }
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var longer = TimeSpan.FromMilliseconds(Math.Max(QueueLimits.MinPoll.TotalMilliseconds, pause.TotalMilliseconds * (1.2 + (0.8 * chance()))));
        return longer < limits.MaxPoll ? longer : limits.MaxPoll;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4101, EventName = "QueueNotReceived", Level = LogLevel.Warning, Message = "Queue {Queue} cannot be read: {Trouble}")]
        public static partial void CannotReceive(ILogger logger, string queue, string trouble);
    }
}
