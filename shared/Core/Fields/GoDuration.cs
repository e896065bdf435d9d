using System.Buffers;
using System.Globalization;

namespace Plumbline.Core.Fields;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>90s</c>, <c>1.5s</c>, <c>100ms</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, decimal Seconds)[] Units =
    [
        ("ns", 0.000_000_001m), ("us", 0.000_001m), ("µs", 0.000_001m), ("μs", 0.000_001m), ("ms", 0.001m), ("s", 1m), ("m", 60m), ("h", 3600m),
    ];

    /// <summary>Reads a duration; a bare whole number counts as seconds, as Argo CD reads it in retry settings. False for everything else, and beyond 100 years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is 0 or > 64)
        {
            return false;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return Finish(seconds, out duration);
        }

        var sign = text[0] == '-' ? -1 : 1;
        var rest = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        var total = 0m;
        var any = false;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var unitEnd = digits < 0 ? -1 : rest[digits..].IndexOfAny(Digits);
            var unit = digits <= 0 ? "" : (unitEnd < 0 ? rest[digits..] : rest[digits..(digits + unitEnd)]).ToString();
            var found = Array.FindIndex(Units, u => u.Unit == unit);
            if (found < 0 || digits > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e12m)
            {
                return false;
            }

            total += number * Units[found].Seconds;
            any = true;
            rest = rest[(digits + unit.Length)..];
        }

        return any && Finish(sign * total, out duration);
    }

    private static bool Finish(decimal seconds, out TimeSpan duration)
    {
        const decimal Century = 100m * 366 * 24 * 3600;
        var fits = Math.Abs(seconds) <= Century;
        duration = fits ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return fits;
    }
}
