using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's time layouts: which pieces a layout has, and formatting with it.</summary>
internal static class GoLayout
{
    // Longer names before their beginnings.
    private static readonly string[] Pieces =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07", "-070000", "-07:00:00", "-0700", "-07:00", "-07",
        "002", "01", "02", "03", "04", "05", "06", "__2", "_2006", "_2", "15", "PM", "pm", "1", "2", "3", "4", "5",
    ];

    /// <summary>Formats a time.</summary>
    public static string Format(GoTime time, string layout)
    {
        var (offset, zone) = time.Zone.At(time.UnixSeconds);
        var civil = CivilTime.Of(time.UnixSeconds + offset);
        var text = new StringBuilder(layout.Length + 16);
        while (layout.Length > 0)
        {
            var (prefix, piece, rest) = Next(layout);
            text.Append(prefix);
            if (piece.Length == 0)
            {
                break;
            }

            Append(text, piece, civil, time.Nanoseconds, offset, zone);
            layout = rest;
        }

        return text.ToString();
    }

    /// <summary>The first piece of a layout with what stands before and behind it; an empty piece when there is none.</summary>
    public static (string Prefix, string Piece, string After) Next(string layout)
    {
        for (var i = 0; i < layout.Length; i++)
        {
            if (layout[i] is '.' or ',' && Fraction(layout, i) is var end && end > i)
            {
                return (layout[..i], layout[i..end], layout[end..]);
            }

            if (PieceAt(layout, i) is { } piece)
            {
                // "_2006" is an underscore and a year.
                return piece == "_2006" ? (layout[..(i + 1)], "2006", layout[(i + 5)..]) : (layout[..i], piece, layout[(i + piece.Length)..]);
            }
        }

        return (layout, "", "");
    }

    private static string? PieceAt(string layout, int at)
    {
        foreach (var piece in Pieces)
        {
            if (!layout.AsSpan(at).StartsWith(piece, StringComparison.Ordinal))
            {
                continue;
            }

            // A short month or day name must not be the start of a longer word.
            if (piece is "Jan" or "Mon" && at + 3 < layout.Length && char.IsAsciiLetterLower(layout[at + 3]))
            {
                continue;
            }

            return piece;
        }

        return null;
    }

    // A point or comma followed by zeros or nines and no further digit is a fraction of a second.
    private static int Fraction(string layout, int at)
    {
        var end = at + 1;
        if (end >= layout.Length || layout[end] is not ('0' or '9'))
        {
            return at;
        }

        var digit = layout[end];
        while (end < layout.Length && layout[end] == digit)
        {
            end++;
        }

        return end < layout.Length && char.IsAsciiDigit(layout[end]) ? at : end;
    }

    private static void Append(StringBuilder text, string piece, CivilTime t, int nanoseconds, int offset, string zone)
    {
        var hour12 = t.Hour % 12 == 0 ? 12 : t.Hour % 12;
        _ = piece switch
        {
            "2006" => text.Append(Year(t.Year)),
            "06" => text.Append(Two((int)(((t.Year % 100) + 100) % 100))),
            "01" => text.Append(Two(t.Month)),
            "1" => text.Append(t.Month),
            "Jan" => text.Append(GoTime.MonthName(t.Month).AsSpan(0, 3)),
            "January" => text.Append(GoTime.MonthName(t.Month)),
            "Mon" => text.Append(GoTime.DayName(t.Weekday).AsSpan(0, 3)),
            "Monday" => text.Append(GoTime.DayName(t.Weekday)),
            "02" => text.Append(Two(t.Day)),
            "_2" => text.Append(t.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2)),
            "2" => text.Append(t.Day),
            "002" => text.Append(t.YearDay.ToString("000", CultureInfo.InvariantCulture)),
            "__2" => text.Append(t.YearDay.ToString(CultureInfo.InvariantCulture).PadLeft(3)),
            "15" => text.Append(Two(t.Hour)),
            "03" => text.Append(Two(hour12)),
            "3" => text.Append(hour12),
            "04" => text.Append(Two(t.Minute)),
            "4" => text.Append(t.Minute),
            "05" => text.Append(Two(t.Second)),
            "5" => text.Append(t.Second),
            "PM" => text.Append(t.Hour >= 12 ? "PM" : "AM"),
            "pm" => text.Append(t.Hour >= 12 ? "pm" : "am"),
            "MST" => text.Append(zone.Length > 0 ? zone : Offset(offset, "-0700")),
            _ when piece[0] is '.' or ',' => text.Append(FractionText(piece, nanoseconds)),
            _ => text.Append(Offset(offset, piece)),
        };
    }

    private static string Year(long year) => year < 0 ? "-" + (-year).ToString("0000", CultureInfo.InvariantCulture) : year.ToString("0000", CultureInfo.InvariantCulture);

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    private static string FractionText(string piece, int nanoseconds)
    {
        var count = Math.Min(piece.Length - 1, 9);
        var digits = nanoseconds.ToString("000000000", CultureInfo.InvariantCulture)[..count];
        if (piece[1] == '9')
        {
            digits = digits.TrimEnd('0');
            return digits.Length == 0 ? "" : piece[0] + digits;
        }

        return piece[0] + digits.PadRight(piece.Length - 1, '0');
    }

    private static string Offset(int offset, string piece)
    {
        if (piece[0] == 'Z' && offset == 0)
        {
            return "Z";
        }

        var shape = piece[1..];
        var seconds = Math.Abs(offset);
        var colon = shape.Contains(':') ? ":" : "";
        var text = (offset < 0 ? "-" : "+") + Two(seconds / 3600);
        if (shape.Length > 2)
        {
            text += colon + Two(seconds / 60 % 60);
        }

        return shape.Length > 5 ? text + colon + Two(seconds % 60) : text;
    }
}
