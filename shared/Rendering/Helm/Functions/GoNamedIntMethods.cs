using System.Collections.Frozen;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The methods of Go's time.Duration, time.Month and time.Weekday.</summary>
internal static class GoNamedIntMethods
{
    private static readonly GoFunction Text = new("String", [], false, static (_, a) => ((GoNamedInt)a[0]!).Text) { Result = GoType.String };

    private static readonly FrozenDictionary<string, GoFunction> OfDuration = new FunctionList()
        .Add("Hours", [], Float64, static (_, a) => In(a, GoDuration.Hour))
        .Add("Minutes", [], Float64, static (_, a) => In(a, GoDuration.Minute))
        .Add("Seconds", [], Float64, static (_, a) => In(a, GoDuration.Second))
        .Add("Milliseconds", [], GoType.Int64, static (_, a) => Value(a, 0) / 1_000_000)
        .Add("Microseconds", [], GoType.Int64, static (_, a) => Value(a, 0) / 1_000)
        .Add("Nanoseconds", [], GoType.Int64, static (_, a) => Value(a, 0))
        .Add("Abs", [], Any, static (_, a) => GoDuration.Of(Value(a, 0) == long.MinValue ? long.MaxValue : Math.Abs(Value(a, 0))))
        .Add("Round", [GoType.Duration], Any, static (_, a) => GoDuration.Of(GoDuration.Round(Value(a, 0), Value(a, 1))))
        .Add("Truncate", [GoType.Duration], Any, static (_, a) => GoDuration.Of(Value(a, 1) <= 0 ? Value(a, 0) : Value(a, 0) - (Value(a, 0) % Value(a, 1))))
        .Functions.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The method of that name, or null.</summary>
    public static GoFunction? Find(GoNamedInt receiver, string name) =>
        name == "String" ? Text : receiver.TypeName == "time.Duration" ? OfDuration.GetValueOrDefault(name) : null;

    private static long Value(ReadOnlySpan<object?> a, int index) => ((GoNamedInt)a[index]!).Value;

    // Go adds whole units and the rest apart, which rounds differently from one division.
    private static object In(ReadOnlySpan<object?> a, long unit) => (Value(a, 0) / unit) + ((Value(a, 0) % unit) / (double)unit);
}
