using System.Collections.Frozen;
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

    private static readonly FrozenDictionary<string, GoFunction> Methods = MakeMethods();

    /// <summary>Go's zero time.</summary>
    public static readonly GoTime Zero = new(ZeroTime, 0, GoZone.Utc);

    public long UnixSeconds { get; } = unixSeconds;

    public int Nanoseconds { get; } = nanoseconds;

    public GoZone Zone { get; } = zone;

    public string TypeName => "time.Time";

    public IReadOnlyList<string> FieldNames => [];

    public string StringValue => GoLayout.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    /// <summary>The text in JSON and YAML.</summary>
    public string Rfc3339 => GoLayout.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    /// <summary>Now, by the render's clock.</summary>
    public static GoTime Now(TemplateContext context)
    {
        var ticks = (context.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
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

    /// <summary>Nanoseconds from another moment to this one, at most what a duration holds.</summary>
    public long Since(GoTime other) => (long)Int128.Clamp(
        (((Int128)UnixSeconds - other.UnixSeconds) * GoDuration.Second) + Nanoseconds - other.Nanoseconds, long.MinValue, long.MaxValue);

    /// <summary>The calendar and clock reading in its zone.</summary>
    public CivilTime Civil() => CivilTime.Of(UnixSeconds + Zone.At(UnixSeconds).Offset);

    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    public bool TryGetMethod(string name, out GoFunction? method) => Methods.TryGetValue(name, out method);

    public bool Equals(GoTime? other) => other is not null && UnixSeconds == other.UnixSeconds && Nanoseconds == other.Nanoseconds && Zone == other.Zone;

    public override bool Equals(object? obj) => Equals(obj as GoTime);

    public override int GetHashCode() => HashCode.Combine(UnixSeconds, Nanoseconds);

    private static FrozenDictionary<string, GoFunction> MakeMethods()
    {
        static GoTime T(ReadOnlySpan<object?> a) => (GoTime)a[0]!;
        return new FunctionList()
            .Add("Year", [], GoType.Int, static (_, a) => Boxes.Of((nint)T(a).Civil().Year))
            .Add("Month", [], GoType.Any, static (_, a) => T(a).Civil().Month is var m ? new GoNamedInt("time.Month", GoKind.Int, m, MonthName(m)) : null)
            .Add("Day", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Civil().Day))
            .Add("Hour", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Civil().Hour))
            .Add("Minute", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Civil().Minute))
            .Add("Second", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Civil().Second))
            .Add("Nanosecond", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Nanoseconds))
            .Add("YearDay", [], GoType.Int, static (_, a) => Boxes.Of(T(a).Civil().YearDay))
            .Add("Weekday", [], GoType.Any, static (_, a) => T(a).Civil().Weekday is var d ? new GoNamedInt("time.Weekday", GoKind.Int, d, DayName(d)) : null)
            .Add("Unix", [], GoType.Int64, static (_, a) => T(a).UnixSeconds)
            .Add("UnixMilli", [], GoType.Int64, static (_, a) => (T(a).UnixSeconds * 1000) + (T(a).Nanoseconds / 1_000_000))
            .Add("UnixNano", [], GoType.Int64, static (_, a) => unchecked((T(a).UnixSeconds * GoDuration.Second) + T(a).Nanoseconds))
            .Add("UTC", [], GoType.Time, static (_, a) => T(a).In(GoZone.Utc))
            .Add("Local", [], GoType.Time, static (_, a) => T(a).In(GoZone.Utc))
            .Add("IsZero", [], GoType.Bool, static (_, a) => Boxes.Of(T(a).UnixSeconds == ZeroTime && T(a).Nanoseconds == 0))
            .Add("Format", [GoType.String], GoType.String, static (_, a) => GoLayout.Format(T(a), a.Text(1)))
            .Add("AddDate", [GoType.Int, GoType.Int, GoType.Int], GoType.Time, static (_, a) => T(a).AddDate(a.Int(1), a.Int(2), a.Int(3)))
            .Add("After", [GoType.Time], GoType.Bool, static (_, a) => Boxes.Of(T(a).Since((GoTime)a[1]!) > 0))
            .Add("Before", [GoType.Time], GoType.Bool, static (_, a) => Boxes.Of(T(a).Since((GoTime)a[1]!) < 0))
            .Add("Equal", [GoType.Time], GoType.Bool, static (_, a) => Boxes.Of(T(a).Since((GoTime)a[1]!) == 0))
            .Add("Sub", [GoType.Time], GoType.Any, static (_, a) => GoDuration.Of(T(a).Since((GoTime)a[1]!)))
            .Add("String", [], GoType.String, static (_, a) => T(a).StringValue)
            .Functions.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    private GoTime AddDate(long years, long months, long days)
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
