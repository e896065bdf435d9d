namespace Plumbline.Sync.Inbox;

/// <summary>
/// How soon the messages about one repository or application become visible (T-WH-12). A burst passes at once; what comes faster than so many a second for longer takes its turn, so that a storm of
/// one sender leaves the workers to the others. A look that comes later sees all that was pushed before it, so the newest state is waited for no longer than the next turn. What would have to
/// wait too long gets no message: it is stored, and the sweeper finds it. Counts for this process only.
/// </summary>
internal sealed class HintPace(TimeProvider clock)
{
    private const int AtOnce = 50;
    private const int MostSubjects = 10_000;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _free = new(StringComparer.Ordinal);

    private DateTimeOffset _forgot;

    /// <summary>How long a message about <paramref name="subject"/> is to be hidden; null when none is to be sent.</summary>
    public TimeSpan? Delay(string subject)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var free = _free.TryGetValue(subject, out var known) && known > now ? known : now;
            var delay = free - now - (AtOnce * Turn);
            if (delay > Longest)
            {
                return null;
            }

            if (_free.Count >= MostSubjects && now - _forgot >= Turn)
            {
                _forgot = now;
                Forget(now);
            }

            _free[subject] = free + Turn;
            return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        }
    }

    // Who has no turn left to wait for is as good as new.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (subject, free) in _free.ToList())
        {
            if (free <= now)
            {
                _free.Remove(subject);
            }
        }
    }
}
