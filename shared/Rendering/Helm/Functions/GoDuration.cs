using System.Buffers;
using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's time.Duration: nanoseconds.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly UInt128 Largest = 1UL << 63;

    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    /// <summary>The value of a duration.</summary>
    public static GoNamedInt Of(long nanoseconds) => new("time.Duration", GoKind.Int64, nanoseconds, Text(nanoseconds));

    /// <summary>Go's <c>ParseDuration</c>; null with Go's error.</summary>
    public static long? Parse(string text, out string error)
    {
        error = $"time: invalid duration {Quote(text)}";
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

        UInt128 total = 0;
        while (!rest.IsEmpty)
        {
            var whole = Digits(rest);
            var after = rest[whole.Length..];
            var fraction = after.StartsWith('.') ? Digits(after[1..]) : default;
            rest = after.StartsWith('.') && whole.Length + fraction.Length > 0 ? after[(1 + fraction.Length)..] : after;
            if ((whole.IsEmpty && fraction.IsEmpty) || Whole(whole) is not { } value)
            {
                return null;
            }

            var unitEnd = rest.IndexOfAny(NumberCharacters);
            var unit = unitEnd < 0 ? rest : rest[..unitEnd];
            if (unit.IsEmpty)
            {
                error = $"time: missing unit in duration {Quote(text)}";
                return null;
            }

            if (Unit(unit) is not { } size)
            {
                error = $"time: unknown unit {Quote(unit.ToString())} in duration {Quote(text)}";
                return null;
            }

            total += ((UInt128)value * size) + Part(fraction, size);
            if (total > Largest)
            {
                return null;
            }

            rest = rest[unit.Length..];
        }

        return total == Largest && !negative ? null : negative ? (long)-(Int128)total : (long)total;
    }

    /// <summary>How the time package quotes texts in its errors: everything outside of printable ASCII as bytes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var b in GoText.ToBytes(text))
        {
            if (b is >= 0x80 or < (byte)' ')
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            }
            else
            {
                quoted.Append(b is (byte)'"' or (byte)'\\' ? "\\" : "").Append((char)b);
            }
        }

        return quoted.Append('"').ToString();
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text : text[..end];

    private static ulong? Whole(ReadOnlySpan<char> digits)
    {
        UInt128 value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (uint)(digit - '0');
            if (value > Largest)
            {
                return null;
            }
        }

        return (ulong)value;
    }

    // Go takes as many digits of a fraction as fit into 63 bits and goes on in floating point.
    private static ulong Part(ReadOnlySpan<char> digits, ulong size)
    {
        ulong value = 0;
        var scale = 1.0;
        foreach (var digit in digits)
        {
            var next = ((UInt128)value * 10) + (uint)(digit - '0');
            if (value > long.MaxValue / 10 || next > Largest)
            {
                break;
            }

            value = (ulong)next;
            scale *= 10;
        }

        return (ulong)(value * (size / scale));
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

    private static ulong? Unit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => (ulong)Second,
        "m" => (ulong)Minute,
        "h" => (ulong)Hour,
        _ => null,
    };
}
