namespace Plumbline.Kubernetes.Connections;

/// <summary>Spreads the requests to one cluster: a bucket that refills evenly (design §6: nothing else limits us).</summary>
internal sealed class RequestPace(double perSecond, int burst, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _step = TimeSpan.FromSeconds(1 / perSecond);

    // When the bucket is full again; each request moves it on by one step.
    private long _full = clock.GetTimestamp();

    /// <summary>Waits until the next request may go.</summary>
    public Task Wait(CancellationToken token)
    {
        var delay = Reserve();
        return delay > TimeSpan.Zero ? Task.Delay(delay, clock, token) : Task.CompletedTask;
    }

    /// <summary>Takes a place and says how long to wait for it.</summary>
    internal TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var step = (long)(_step.TotalSeconds * clock.TimestampFrequency);
            _full = Math.Max(_full, now) + step;
            return clock.GetElapsedTime(now, _full - (step * burst));
        }
    }
}
