using System.Buffers;
using System.Globalization;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's time.Duration: nanoseconds.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    /// <summary>The value of a duration.</summary>
    public static GoNamedInt Of(long nanoseconds) => new("time.Duration", GoKind.Int64, nanoseconds, Text(nanoseconds));

    /// <summary>Go's <c>ParseDuration</c>; null with Go's error.</summary>
    public static long? Parse(string text, out string error)
    {
        error = $"time: invalid duration {GoStrconv.Quote(text)}";
        var negative = text.StartsWith('-');
        var rest = negative || text.StartsWith('+') ? text.AsSpan(1) : text;
        if (rest is "0")
        {
            return 0;
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        decimal total = 0;
        while (!rest.IsEmpty)
        {
            var numberEnd = rest.IndexOfAnyExcept(NumberCharacters);
            var number = numberEnd < 0 ? rest : rest[..numberEnd];
            if (number.IsEmpty || number.Count('.') > 1 || number is "." || number.Length > 28)
            {
                return null;
            }

            rest = rest[number.Length..];
            var unitEnd = rest.IndexOfAny(NumberCharacters);
            var unit = unitEnd < 0 ? rest : rest[..unitEnd];
            if (unit.IsEmpty)
            {
                error = $"time: missing unit in duration {GoStrconv.Quote(text)}";
                return null;
            }

            if (Unit(unit) is not { } size)
            {
                error = $"time: unknown unit {GoStrconv.Quote(unit.ToString())} in duration {GoStrconv.Quote(text)}";
                return null;
            }

            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > 1e19m)
            {
                return null;
            }

            total += decimal.Truncate(value * size);
            rest = rest[unit.Length..];
            if (total > 9223372036854775808m)
            {
                return null;
            }
        }

        return total == 9223372036854775808m && !negative ? null : (long)(negative ? -total : total);
    }

    /// <summary>Go's text of a duration, such as <c>1h15m30.5s</c>.</summary>
    public static string Text(long nanoseconds)
    {
        var sign = nanoseconds < 0 ? "-" : "";
        var value = (ulong)Math.Abs((decimal)nanoseconds);
        if (value == 0)
        {
            return "0s";
        }

        if (value < (ulong)Second)
        {
            var (unit, size) = value < 1_000 ? ("ns", 1UL) : value < 1_000_000 ? ("µs", 1_000UL) : ("ms", 1_000_000UL);
            return sign + Decimal(value, size) + unit;
        }

        var seconds = value / (ulong)Second;
        var text = Decimal(value % (60 * (ulong)Second), (ulong)Second) + "s";
        if (seconds >= 60)
        {
            text = $"{seconds / 60 % 60}m{text}";
        }

        return seconds >= 3600 ? $"{sign}{seconds / 3600}h{text}" : sign + text;
    }

    /// <summary>Go's <c>Duration.Round</c>: to the nearest multiple, half away from zero.</summary>
    public static long Round(long value, long multiple)
    {
        if (multiple <= 0)
        {
            return value;
        }

        var rest = value % multiple;
        Int128 rounded = Int128.Abs(rest) * 2 < multiple ? (Int128)value - rest : (Int128)value - rest + (value < 0 ? -(Int128)multiple : multiple);
        return (long)Int128.Clamp(rounded, long.MinValue, long.MaxValue);
    }

    private static string Decimal(ulong value, ulong size) => ((decimal)value / size).ToString("0.#########", CultureInfo.InvariantCulture);

    private static decimal? Unit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => Second,
        "m" => Minute,
        "h" => Hour,
        _ => null,
    };
}
