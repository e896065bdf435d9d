using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace Plumbline.Functions.Hosting.Local.Timers;

/// <summary>When a timer runs: NCRONTAB of six fields, seconds first, in UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CronExpression _cron;

    private TimerSchedule(string text, CronExpression cron)
    {
        Text = text;
        _cron = cron;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Parses six fields; macros and five fields are refused, as older hosts of Azure refuse them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimerSchedule? schedule)
    {
        schedule = null;
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6
            && CronExpression.TryParse(text, CronFormat.IncludeSeconds, out var cron) && cron.GetNextOccurrence(DateTime.UnixEpoch) is not null)
        {
            schedule = new TimerSchedule(text, cron);
        }

        return schedule is not null;
    }

    /// <summary>The first time after <paramref name="time"/>.</summary>
    public DateTimeOffset After(DateTimeOffset time) => new(_cron.GetNextOccurrence(time.UtcDateTime) ?? DateTime.MaxValue, TimeSpan.Zero);
}
