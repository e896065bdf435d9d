using System.Globalization;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Dates and times as Go's YAML library reads them from plain scalars: <c>2001-1-2</c>, <c>2001-01-02 15:04:05.5</c> and
/// <c>2001-01-02T15:04:05Z</c> (or an offset).
/// </summary>
internal static class GoTimestamp
{
    /// <summary>Reads <paramref name="text"/>; <paramref name="rfc3339"/> is the form in which Go writes it to JSON.</summary>
    public static bool TryParse(string text, out string rfc3339)
    {
        rfc3339 = "";
        var i = 0;
        if (text.Length < 8 || text[4] != '-' || !Number(text, ref i, 4, 4, out var year))
        {
            return false;
        }

        i++;
        if (!Number(text, ref i, 1, 2, out var month) || !Skip(text, ref i, '-') || !Number(text, ref i, 1, 2, out var day)
            || month is < 1 or > 12 || day < 1 || day > (year == 0 ? DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        var date = string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}T");
        if (i == text.Length)
        {
            rfc3339 = date + "00:00:00Z";
            return true;
        }

        var zoned = text[i] is 'T' or 't';
        if (!zoned && text[i] != ' ')
        {
            return false;
        }

        i++;
        if (!Clock(text, ref i, out var clock))
        {
            return false;
        }

        var zone = "Z";
        if ((zoned && !Zone(text, ref i, out zone)) || i != text.Length)
        {
            return false;
        }

        rfc3339 = date + clock + zone;
        return true;
    }

    private static bool Clock(string text, ref int i, out string clock)
    {
        clock = "";
        // The layout's hour takes two digits or one, as month, day, minute and second do.
        if (!Number(text, ref i, 1, 2, out var hour) || !Skip(text, ref i, ':') || !Number(text, ref i, 1, 2, out var minute)
            || !Skip(text, ref i, ':') || !Number(text, ref i, 1, 2, out var second) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        clock = string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}");
        if (i + 1 < text.Length && text[i] is '.' or ',' && char.IsAsciiDigit(text[i + 1]))
        {
            var start = ++i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            var fraction = text[start..Math.Min(i, start + 9)].TrimEnd('0');
            clock += fraction.Length > 0 ? "." + fraction : "";
        }

        return true;
    }

    private static bool Zone(string text, ref int i, out string zone)
    {
        zone = "Z";
        if (i < text.Length && text[i] == 'Z')
        {
            i++;
            return true;
        }

        if (i >= text.Length || text[i] is not ('+' or '-'))
        {
            return false;
        }

        var sign = text[i++];
        if (!Number(text, ref i, 2, 2, out var hours) || !Skip(text, ref i, ':') || !Number(text, ref i, 2, 2, out var minutes) || hours > 24 || minutes > 60)
        {
            return false;
        }

        zone = hours == 0 && minutes == 0 ? "Z" : string.Create(CultureInfo.InvariantCulture, $"{sign}{hours:00}:{minutes:00}");
        return true;
    }

    private static bool Number(string text, ref int i, int least, int most, out int value)
    {
        var start = i;
        value = 0;
        while (i < text.Length && i - start < most && char.IsAsciiDigit(text[i]))
        {
            value = (value * 10) + (text[i++] - '0');
        }

        return i - start >= least;
    }

    private static bool Skip(string text, ref int i, char expected)
    {
        if (i >= text.Length || text[i] != expected)
        {
            return false;
        }

        i++;
        return true;
    }
}
