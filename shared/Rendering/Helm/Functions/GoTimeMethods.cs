using System.Collections.Frozen;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The methods of Go's time.Time that a template can call, and those it cannot for what they return.</summary>
internal static class GoTimeMethods
{
    /// <summary>The methods by name.</summary>
    public static FrozenDictionary<string, GoFunction> All { get; } =
        Readings().Concat(Calculations()).Concat(Unusable()).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    private static IEnumerable<GoFunction> Readings() => new FunctionList()
        .Add("Year", [], Int, static (_, a) => Boxes.Of((nint)T(a).Civil().Year))
        .Add("Month", [], Any, static (_, a) => T(a).Civil().Month is var m ? new GoNamedInt("time.Month", GoKind.Int, m, GoTime.MonthName(m)) : null)
        .Add("Day", [], Int, static (_, a) => Boxes.Of(T(a).Civil().Day))
        .Add("Hour", [], Int, static (_, a) => Boxes.Of(T(a).Civil().Hour))
        .Add("Minute", [], Int, static (_, a) => Boxes.Of(T(a).Civil().Minute))
        .Add("Second", [], Int, static (_, a) => Boxes.Of(T(a).Civil().Second))
        .Add("Nanosecond", [], Int, static (_, a) => Boxes.Of(T(a).Nanoseconds))
        .Add("YearDay", [], Int, static (_, a) => Boxes.Of(T(a).Civil().YearDay))
        .Add("Weekday", [], Any, static (_, a) => T(a).Civil().Weekday is var d ? new GoNamedInt("time.Weekday", GoKind.Int, d, GoTime.DayName(d)) : null)
        .Add("Unix", [], GoType.Int64, static (_, a) => T(a).UnixSeconds)
        .Add("UnixMilli", [], GoType.Int64, static (_, a) => unchecked((T(a).UnixSeconds * 1000) + (T(a).Nanoseconds / 1_000_000)))
        .Add("UnixMicro", [], GoType.Int64, static (_, a) => unchecked((T(a).UnixSeconds * 1_000_000) + (T(a).Nanoseconds / 1000)))
        .Add("UnixNano", [], GoType.Int64, static (_, a) => unchecked((T(a).UnixSeconds * GoDuration.Second) + T(a).Nanoseconds))
        .Add("Location", [], Any, static (_, a) => new GoLocation(T(a).Zone))
        .Add("IsDST", [], Bool, static (_, a) => Boxes.Of(T(a).Zone.IsDaylight(T(a).UnixSeconds)))
        .Add("IsZero", [], Bool, static (_, a) => Boxes.Of(T(a).UnixSeconds == GoTime.ZeroTime && T(a).Nanoseconds == 0))
        .Add("Format", [GoType.String], GoType.String, static (_, a) => GoLayout.Format(T(a), a.Text(1)))
        .Add("String", [], GoType.String, static (_, a) => T(a).StringValue)
        .Add("GoString", [], GoType.String, static (_, a) => T(a).GoStringValue)
        .Add("MarshalJSON", [], Bytes, static (_, a) => GoText.ToBytes($"\"{T(a).Rfc3339}\""))
        .Add("MarshalText", [], Bytes, static (_, a) => GoText.ToBytes(T(a).Rfc3339))
        .Functions;

    private static IEnumerable<GoFunction> Calculations() => new FunctionList()
        .Add("UTC", [], Time, static (_, a) => T(a).In(GoZone.Utc))
        .Add("Local", [], Time, static (_, a) => T(a).In(GoZone.Utc))
        .Add("Add", [GoType.Duration], Time, static (_, a) => T(a).Add(D(a)))
        .Add("Truncate", [GoType.Duration], Time, static (_, a) => T(a).Truncate(D(a)))
        .Add("Round", [GoType.Duration], Time, static (_, a) => T(a).Round(D(a)))
        .Add("AddDate", [Int, Int, Int], Time, static (_, a) => T(a).AddDate(a.Int(1), a.Int(2), a.Int(3)))
        .Add("After", [Time], Bool, static (_, a) => Boxes.Of(T(a).CompareTo(Other(a)) > 0))
        .Add("Before", [Time], Bool, static (_, a) => Boxes.Of(T(a).CompareTo(Other(a)) < 0))
        .Add("Equal", [Time], Bool, static (_, a) => Boxes.Of(T(a).CompareTo(Other(a)) == 0))
        .Add("Compare", [Time], Int, static (_, a) => Boxes.Of(T(a).CompareTo(Other(a))))
        .Add("Sub", [Time], Any, static (_, a) => GoDuration.Of(T(a).Since(Other(a))))
        .Functions;

    private static IEnumerable<GoFunction> Unusable() =>
    [
        Several("Date", "function Date has 3 return values; should be 1 or 2"),
        Several("Clock", "function Clock has 3 return values; should be 1 or 2"),
        Several("Zone", "invalid function signature for Zone: second return value should be error; is int"),
        Several("ISOWeek", "invalid function signature for ISOWeek: second return value should be error; is int"),
        Several("ZoneBounds", "invalid function signature for ZoneBounds: second return value should be error; is time.Time"),
    ];

    private static GoFunction Several(string name, string refusal) => new(name, [], false, static (_, _) => null) { Refusal = refusal };

    private static GoTime T(ReadOnlySpan<object?> a) => (GoTime)a[0]!;

    private static GoTime Other(ReadOnlySpan<object?> a) => (GoTime)a[1]!;

    private static long D(ReadOnlySpan<object?> a) => ((GoNamedInt)a[1]!).Value;
}
