namespace Plumbline.Functions.Hosting.Local.Queues;

/// <summary>How a queue is pumped.</summary>
/// <param name="Batch">Messages taken at once, 1 to 32.</param>
/// <param name="Parallel">Messages that run at once.</param>
/// <param name="MaxTaken">How often a message is tried.</param>
/// <param name="RetryDelay">Pause after a failure.</param>
/// <param name="Hidden">How long a taken message is hidden; renewed at half.</param>
/// <param name="MaxPoll">Longest pause between two looks into an empty queue.</param>
internal sealed record QueueLimits(int Batch, int Parallel, int MaxTaken, TimeSpan RetryDelay, TimeSpan Hidden, TimeSpan MaxPoll)
{
    /// <summary>First pause after an empty look.</summary>
    public static readonly TimeSpan MinPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>As host.json and the host's options say for a queue.</summary>
    public static QueueLimits Of(string queue, HostJson host, LocalHostOptions options)
    {
        var parallel = Math.Min(host.Parallel, options.MessagesAtOnce.GetValueOrDefault(queue, host.Parallel));
        return new QueueLimits(Math.Min(host.BatchSize, parallel), parallel, host.MaxDequeueCount, host.VisibilityTimeout, options.MessageHidden, host.MaxPollingInterval);
    }
}
