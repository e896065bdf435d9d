namespace Plumbline.Rendering.Helm.Functions;

/// <summary>A calendar and clock reading, of any year.</summary>
internal readonly record struct CivilTime(long Year, int Month, int Day, int Hour, int Minute, int Second, int YearDay, int Weekday)
{
    /// <summary>The reading of a clock that shows UTC when given seconds since 1970 shifted by the zone's offset.</summary>
    public static CivilTime Of(long seconds)
    {
        var days = Math.DivRem(seconds, 86_400, out var rest);
        if (rest < 0)
        {
            rest += 86_400;
            days--;
        }

        // Years start in March here, so that the leap day is the last day of a year.
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var yearDay = (int)(days - DaysFromCivil(year, 1, 1)) + 1;
        var weekday = (int)((((days + 4) % 7) + 7) % 7);
        return new CivilTime(year, month, day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), yearDay, weekday);
    }

    /// <summary>Days from 1970-01-01 to a date.</summary>
    public static long DaysFromCivil(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    /// <summary>Days in a month.</summary>
    public static int DaysIn(int month, long year) => month switch
    {
        4 or 6 or 9 or 11 => 30,
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        _ => 31,
    };

    /// <summary>The moment a clock of the zone shows; guessed and corrected once, as Go does around changes of the offset.</summary>
    public static long ToUnix(long wallSeconds, GoZone zone)
    {
        var guess = wallSeconds - zone.At(wallSeconds).Offset;
        return wallSeconds - zone.At(guess).Offset;
    }
}
