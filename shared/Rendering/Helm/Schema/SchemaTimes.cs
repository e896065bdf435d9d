using System.Globalization;
using Plumbline.Rendering.Helm.Functions;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Dates, times and durations as RFC 3339 writes them, for <see cref="SchemaFormats"/>.</summary>
internal static class SchemaTimes
{
    /// <summary>Why a text is no <c>date</c>, <c>time</c>, <c>date-time</c>, <c>duration</c> or <c>period</c>; null where it is.</summary>
    public static string? Fault(string format, string text) => format switch
    {
        "date" => Date(text),
        "time" => Time(text),
        "date-time" => DateTime(text),
        "duration" => Duration(text),
        _ => Period(text),
    };

    private static string? Date(string text) => GoTimeParser.Parse("2006-01-02", text, out var error) is null ? error : null;

    private static string? DateTime(string text) =>
        text.Length < 20 ? "less than 20 characters long"
        : text[10] is not ('t' or 'T') ? "11th character must be t or T"
        : Date(text[..10]) is { } date ? $"invalid date element: {date}"
        : Time(text[11..]) is { } time ? $"invalid time element: {time}"
        : null;

    private static string? Time(string text)
    {
        if (text.Length < 9)
        {
            return "less than 9 characters long";
        }

        if (text[2] != ':' || text[5] != ':')
        {
            return "missing colon in correct place";
        }

        if (!Number(text[..2], out var hour) || !Number(text[3..5], out var minute) || !Number(text[6..8], out var second))
        {
            return "invalid hour/min/sec";
        }

        if (hour < 0 || minute < 0 || second < 0)
        {
            return "non-positive hour/min/sec";
        }

        if (hour > 23 || minute > 59 || second > 60)
        {
            return "hour/min/sec out of range";
        }

        var rest = text[8..];
        if (rest.StartsWith('.'))
        {
            var digits = rest.AsSpan(1).IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits == 0)
            {
                return "no digits in second fraction";
            }

            rest = rest[(digits + 1)..];
        }

        var minutes = (hour * 60) + minute;
        if (rest is not ("z" or "Z"))
        {
            if (Offset(rest, out var offset) is { } fault)
            {
                return fault;
            }

            minutes += minutes + offset < 0 ? offset + (24 * 60) : offset;
        }

        return second == 60 && minutes != (23 * 60) + 59 ? "invalid leap second" : null;
    }

    private static string? Offset(string text, out int minutes)
    {
        minutes = 0;
        if (text.Length != 6)
        {
            return "offset must be 6 characters long";
        }

        if (text[0] is not ('+' or '-'))
        {
            return "offset must begin with plus/minus";
        }

        if (text[3] != ':')
        {
            return "missing colon in offset in correct place";
        }

        if (!Number(text[1..3], out var hour) || !Number(text[4..], out var minute))
        {
            return "invalid hour/min in offset";
        }

        minutes = (text[0] == '+' ? -1 : 1) * ((hour * 60) + minute);
        return hour < 0 || minute < 0 ? "non-positive hour/min in offset"
            : hour > 23 || minute > 59 ? "hour/min in offset out of range"
            : null;
    }

    private static string? Duration(string text)
    {
        if (!text.StartsWith('P'))
        {
            return "must start with P";
        }

        var rest = text[1..];
        if (rest.Length == 0)
        {
            return "nothing after P";
        }

        if (rest.EndsWith('W'))
        {
            return rest.Length == 1 ? "no number in week" : rest.AsSpan(0, rest.Length - 1).ContainsAnyExceptInRange('0', '9') ? "invalid week" : null;
        }

        var parts = rest.Split('T');
        return parts.Length > 1 && parts[1].Length == 0 ? Units(parts[0], "YMD") ?? "no time elements"
            : Units(parts[0], "YMD") ?? (parts.Length > 1 ? Units(parts[1], "HMS") : null) ?? (parts.Length > 2 ? (parts[2].Length == 0 ? "no time elements" : "more than one T") : null);
    }

    private static string? Units(string text, string all)
    {
        var units = all;
        while (text.Length > 0)
        {
            var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                return digits == 0 ? "missing number" : "missing unit";
            }

            var unit = text[digits];
            var at = units.IndexOf(unit);
            if (at < 0)
            {
                return all.Contains(unit) ? $"unit '{unit}' out of order" : $"invalid unit '{unit}'";
            }

            units = units[(at + 1)..];
            text = text[(digits + 1)..];
        }

        return null;
    }

    private static string? Period(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            return "missing slash";
        }

        var (start, end) = (text[..slash], text[(slash + 1)..]);
        return Part("start", start, start.StartsWith('P')) ?? Part("end", end, !start.StartsWith('P') && end.StartsWith('P'));
    }

    private static string? Part(string which, string text, bool isDuration) =>
        (isDuration ? Duration(text) : DateTime(text)) is { } fault ? $"invalid {which} {(isDuration ? "duration" : "date-time")}: {fault}" : null;

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
