namespace Plumbline.Functions.Composition.Logs;

/// <summary>What a log line is about, as far as pace goes.</summary>
/// <param name="Category">Its logger.</param>
/// <param name="Event">Its event.</param>
/// <param name="Source">Whose it is: an application, a repository, a route; empty when it says none.</param>
internal readonly record struct LogSubject(string Category, int Event, string Source);

/// <summary>So many lines of one event and source a minute and no more: who makes things fail by the million neither hides the lines of others nor runs up the bill (T-LOG).</summary>
internal sealed class LogPace(TimeProvider clock)
{
    /// <summary>Lines of one event and source in a minute.</summary>
    public const int Most = 600;

    private const int MostSubjects = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<LogSubject, (DateTimeOffset Since, int Lines)> _seen = [];

    private DateTimeOffset _forgot;

    /// <summary>Whether one more line passes; and how many were left out before it, when it is the first that passes again.</summary>
    public (bool Passes, int LeftOut) Take(LogSubject subject)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_seen.Count >= MostSubjects && !_seen.ContainsKey(subject))
            {
                Forget(now);

                // So many sources at once are one.
                subject = _seen.Count >= MostSubjects ? subject with { Source = "" } : subject;
            }

            var known = _seen.GetValueOrDefault(subject);
            if (known.Lines == 0 || now - known.Since >= Window)
            {
                _seen[subject] = (now, 1);
                return (true, Math.Max(0, known.Lines - Most));
            }

            _seen[subject] = known with { Lines = known.Lines + 1 };
            return (known.Lines < Most, 0);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (now - _forgot < Pause)
        {
            return;
        }

        _forgot = now;
        foreach (var (subject, seen) in _seen.ToList())
        {
            // Of one that is over its measure it has still to be told how much was left out.
            if (now - seen.Since >= Window && seen.Lines <= Most)
            {
                _seen.Remove(subject);
            }
        }
    }
}
