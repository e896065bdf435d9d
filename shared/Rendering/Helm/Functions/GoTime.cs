using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's time.Time: a moment to the nanosecond, and the zone it is shown in.</summary>
internal sealed class GoTime(long unixSeconds, int nanoseconds, GoZone zone) : IGoObject, IEquatable<GoTime>
{
    /// <summary>Seconds from Go's zero time (year 1) to 1970.</summary>
    public const long ZeroTime = -62_135_596_800;

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>Go's zero time.</summary>
    public static readonly GoTime Zero = new(ZeroTime, 0, GoZone.Utc);

    public long UnixSeconds { get; } = unixSeconds;

    public int Nanoseconds { get; } = nanoseconds;

    public GoZone Zone { get; } = zone;

    public string TypeName => "time.Time";

    public IReadOnlyList<string> FieldNames => [];

    public string StringValue => GoLayout.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    public string GoStringValue
    {
        get
        {
            var civil = Civil();
            var zone = Zone == GoZone.Utc ? "time.UTC" : $"time.Location({GoDuration.Quote(Zone.Name)})";
            return $"time.Date({civil.Year}, time.{MonthName(civil.Month)}, {civil.Day}, {civil.Hour}, {civil.Minute}, {civil.Second}, {Nanoseconds}, {zone})";
        }
    }

    public IReadOnlyList<KeyValuePair<string, object?>> AllFields =>
    [
        new("wall", (ulong)Nanoseconds), new("ext", UnixSeconds - ZeroTime),
        new("loc", Zone == GoZone.Utc ? new GoNilPointer("*time.Location") : new GoLocation(Zone)),
    ];

    /// <summary>The text in JSON and YAML.</summary>
    public string Rfc3339 => GoLayout.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    /// <summary>Now, as the render is told.</summary>
    public static GoTime Now(TemplateContext context)
    {
        var ticks = (context.Now - DateTimeOffset.UnixEpoch).Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return new GoTime(seconds, (int)(rest * 100), GoZone.Utc);
    }

    /// <summary>A month's English name.</summary>
    public static string MonthName(int month) => Months[month - 1];

    /// <summary>A day's English name, Sunday being 0.</summary>
    public static string DayName(int day) => Days[day];

    /// <summary>The same moment in another zone.</summary>
    public GoTime In(GoZone other) => new(UnixSeconds, Nanoseconds, other);

    /// <summary>The moment that many nanoseconds later.</summary>
    public GoTime Add(long duration)
    {
        var total = (Int128)UnixSeconds * GoDuration.Second + Nanoseconds + duration;
        var seconds = (long)(total / GoDuration.Second);
        var rest = (int)(total % GoDuration.Second);
        return rest < 0 ? new GoTime(seconds - 1, rest + (int)GoDuration.Second, Zone) : new GoTime(seconds, rest, Zone);
    }

    /// <summary>-1, 0 or 1 as this moment is before, at or after another one.</summary>
    public int CompareTo(GoTime other) => UnixSeconds != other.UnixSeconds ? UnixSeconds.CompareTo(other.UnixSeconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Nanoseconds from another moment to this one, at most what a duration holds.</summary>
    public long Since(GoTime other) => (long)Int128.Clamp(
        (((Int128)UnixSeconds - other.UnixSeconds) * GoDuration.Second) + Nanoseconds - other.Nanoseconds, long.MinValue, long.MaxValue);

    /// <summary>Rounded down to a multiple of a duration since Go's zero time.</summary>
    public GoTime Truncate(long multiple) => multiple <= 0 ? this : Add(-(long)SinceZero(multiple));

    /// <summary>Rounded to the nearest multiple of a duration since Go's zero time, half up.</summary>
    public GoTime Round(long multiple)
    {
        if (multiple <= 0)
        {
            return this;
        }

        var rest = (long)SinceZero(multiple);
        return rest < multiple - rest ? Add(-rest) : Add(multiple - rest);
    }

    /// <summary>The calendar and clock reading in its zone.</summary>
    public CivilTime Civil() => CivilTime.Of(UnixSeconds + Zone.At(UnixSeconds).Offset);

    private Int128 SinceZero(long multiple)
    {
        var rest = ((((Int128)UnixSeconds - ZeroTime) * GoDuration.Second) + Nanoseconds) % multiple;
        return rest < 0 ? rest + multiple : rest;
    }

    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    public bool TryGetMethod(string name, out GoFunction? method) => GoTimeMethods.All.TryGetValue(name, out method);

    public bool Equals(GoTime? other) => other is not null && UnixSeconds == other.UnixSeconds && Nanoseconds == other.Nanoseconds && Zone == other.Zone;

    public override bool Equals(object? obj) => Equals(obj as GoTime);

    public override int GetHashCode() => HashCode.Combine(UnixSeconds, Nanoseconds);

    /// <summary>The moment that many years, months and days later by the calendar of its zone.</summary>
    public GoTime AddDate(long years, long months, long days)
    {
        const long most = 400_000_000;
        var civil = Civil();
        var year = civil.Year + Math.Clamp(years, -most, most);
        var month = civil.Month - 1 + Math.Clamp(months, -most, most);
        year += Math.DivRem(month, 12, out month);
        if (month < 0)
        {
            month += 12;
            year--;
        }

        var day = CivilTime.DaysFromCivil(year, (int)month + 1, 1) + civil.Day - 1 + Math.Clamp(days, -most, most);
        var wall = (day * 86_400) + (civil.Hour * 3600) + (civil.Minute * 60) + civil.Second;
        return new GoTime(CivilTime.ToUnix(wall, Zone), Nanoseconds, Zone);
    }
}
