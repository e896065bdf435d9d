using System.Globalization;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's time.Parse.</summary>
internal sealed class GoTimeParser
{
    private readonly string _layout;
    private readonly string _value;
    private string _rest;
    private int _year;
    private int _month = -1;
    private int _day = -1;
    private int _yearDay = -1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool _afternoon;
    private bool _morning;
    private int? _offset;
    private bool _isUtc;
    private string? _zoneName;
    private string? _outOfRange;

    private GoTimeParser(string layout, string value)
    {
        _layout = layout;
        _value = value;
        _rest = value;
    }

    /// <summary>Reads a time; null with Go's error.</summary>
    public static GoTime? Parse(string layout, string value, out string error)
    {
        var parser = new GoTimeParser(layout, value);
        var time = parser.Run();
        error = parser._error;
        return time;
    }

    private string _error = "";

    private GoTime? Run()
    {
        var layout = _layout;
        while (true)
        {
            var (prefix, piece, rest) = GoLayout.Next(layout);
            if (!Skip(prefix))
            {
                return Fail(prefix, _rest);
            }

            if (piece.Length == 0)
            {
                return _rest.Length == 0 ? Finish() : Message($": extra text: {GoDuration.Quote(_rest)}");
            }

            var before = _rest;
            if (!Read(piece, rest))
            {
                return _outOfRange is null ? Fail(piece, before) : Message($": {_outOfRange} out of range");
            }

            layout = rest;
        }
    }

    private GoTime? Fail(string piece, string rest)
    {
        _error = $"parsing time {GoDuration.Quote(_value)} as {GoDuration.Quote(_layout)}: cannot parse {GoDuration.Quote(rest)} as {GoDuration.Quote(piece)}";
        return null;
    }

    private GoTime? Message(string message)
    {
        _error = $"parsing time {GoDuration.Quote(_value)}{message}";
        return null;
    }

    // A blank of the layout stands for any number of blanks.
    private bool Skip(string prefix)
    {
        var at = 0;
        foreach (var c in prefix)
        {
            if (c == ' ')
            {
                if (at < _rest.Length && _rest[at] != ' ')
                {
                    return false;
                }

                while (at < _rest.Length && _rest[at] == ' ')
                {
                    at++;
                }

                continue;
            }

            if (at >= _rest.Length || _rest[at] != c)
            {
                _rest = _rest[at..];
                return false;
            }

            at++;
        }

        _rest = _rest[at..];
        return true;
    }

    private bool Read(string piece, string layoutRest)
    {
        switch (piece)
        {
            case "2006":
                return _rest.Length >= 4 && char.IsAsciiDigit(_rest[0]) && Number(4, 4, out _year);
            case "06":
                if (!Number(2, 2, out _year))
                {
                    return false;
                }

                _year += _year >= 69 ? 1900 : 2000;
                return true;
            case "Jan" or "January":
                return Name(piece == "Jan", 12, GoTime.MonthName, 1, out _month);
            case "Mon" or "Monday":
                return Name(piece == "Mon", 7, GoTime.DayName, 0, out _);
            case "01" or "1":
                return Number(piece == "01" ? 2 : 1, 2, out _month) && InRange(_month is >= 1 and <= 12, "month");
            case "02" or "2" or "_2":
                _rest = piece == "_2" && _rest.StartsWith(' ') ? _rest[1..] : _rest;
                return Number(piece == "02" ? 2 : 1, 2, out _day);
            case "002" or "__2":
                _rest = piece == "__2" ? _rest.TrimStart(' ') : _rest;
                return Number(piece == "002" ? 3 : 1, 3, out _yearDay);
            case "15":
                return Number(1, 2, out _hour) && InRange(_hour < 24, "hour");
            case "03" or "3":
                return Number(piece == "03" ? 2 : 1, 2, out _hour) && InRange(_hour <= 12, "hour");
            case "04" or "4":
                return Number(piece == "04" ? 2 : 1, 2, out _minute) && InRange(_minute < 60, "minute");
            case "05" or "5":
                return Number(piece == "05" ? 2 : 1, 2, out _second) && InRange(_second < 60, "second") && ImpliedFraction(layoutRest);
            case "PM" or "pm":
                return HalfOfDay(piece);
            case "MST":
                return ZoneName();
            default:
                return piece[0] is '.' or ',' ? Fraction(piece) : Offset(piece);
        }
    }

    private bool InRange(bool ok, string what)
    {
        _outOfRange = ok ? null : what;
        return ok;
    }

    private bool Number(int least, int most, out int number)
    {
        var count = 0;
        while (count < most && count < _rest.Length && char.IsAsciiDigit(_rest[count]))
        {
            count++;
        }

        number = count > 0 ? int.Parse(_rest.AsSpan(0, count), CultureInfo.InvariantCulture) : 0;
        if (count < least)
        {
            return false;
        }

        _rest = _rest[count..];
        return true;
    }

    private bool Name(bool isShort, int count, Func<int, string> nameOf, int first, out int number)
    {
        for (number = first; number < count + first; number++)
        {
            var name = isShort ? nameOf(number)[..3] : nameOf(number);
            if (_rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _rest = _rest[name.Length..];
                return true;
            }
        }

        return false;
    }

    private bool HalfOfDay(string piece)
    {
        if (_rest.Length < 2)
        {
            return false;
        }

        var upper = piece == "PM";
        _afternoon = _rest.StartsWith(upper ? "PM" : "pm", StringComparison.Ordinal);
        _morning = _rest.StartsWith(upper ? "AM" : "am", StringComparison.Ordinal);
        _rest = _rest[2..];
        return _afternoon || _morning;
    }

    // A fraction may follow the seconds even when the layout has none.
    private bool ImpliedFraction(string layoutRest)
    {
        if (_rest.Length < 2 || _rest[0] is not ('.' or ',') || !char.IsAsciiDigit(_rest[1]) || (GoLayout.Next(layoutRest) is { Piece: ['.' or ',', ..] }))
        {
            return true;
        }

        var end = 1;
        while (end < _rest.Length && char.IsAsciiDigit(_rest[end]))
        {
            end++;
        }

        _nanoseconds = Nanoseconds(_rest.AsSpan(1, end - 1));
        _rest = _rest[end..];
        return true;
    }

    private bool Fraction(string piece)
    {
        if (piece[1] == '9')
        {
            return _rest.Length == 0 || _rest[0] is not ('.' or ',') ? true : ImpliedFraction("");
        }

        if (_rest.Length < piece.Length || _rest[0] is not ('.' or ',') || _rest.AsSpan(1, piece.Length - 1).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        _nanoseconds = Nanoseconds(_rest.AsSpan(1, piece.Length - 1));
        _rest = _rest[piece.Length..];
        return true;
    }

    private static int Nanoseconds(ReadOnlySpan<char> digits) =>
        int.Parse(digits[..Math.Min(digits.Length, 9)].ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);

    private bool Offset(string piece)
    {
        if (piece[0] == 'Z' && _rest.StartsWith('Z'))
        {
            _rest = _rest[1..];
            _isUtc = true;
            return true;
        }

        if (_rest.Length < piece.Length)
        {
            return false;
        }

        for (var i = 1; i < piece.Length; i++)
        {
            if (piece[i] == ':' && _rest[i] != ':')
            {
                return false;
            }
        }

        // A number out of range is told before one that is none, and before a missing sign.
        Span<int> parts = [0, 0, 0];
        var ok = _rest[0] is '+' or '-';
        var at = 1;
        for (var i = 0; at < piece.Length; i++)
        {
            at += piece[at] == ':' ? 1 : 0;
            if (!int.TryParse(_rest.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                ok = false;
                break;
            }

            at += 2;
        }

        var sign = _rest[0] == '-' ? -1 : 1;
        _offset = sign * ((parts[0] * 3600) + (parts[1] * 60) + parts[2]);
        _outOfRange = parts[2] > 60 ? "time zone offset second" : parts[1] > 60 ? "time zone offset minute" : parts[0] > 24 ? "time zone offset hour" : null;
        if (!ok || _outOfRange is not null)
        {
            return false;
        }

        _rest = _rest[at..];
        return true;
    }

    private bool ZoneName()
    {
        if (_rest.StartsWith("UTC", StringComparison.Ordinal))
        {
            _rest = _rest[3..];
            _isUtc = true;
            return true;
        }

        var end = 0;
        while (end < _rest.Length && end < 6 && char.IsAsciiLetterUpper(_rest[end]))
        {
            end++;
        }

        if (end < 3 || end > 5)
        {
            return false;
        }

        _zoneName = _rest[..end];
        _rest = _rest[end..];
        return true;
    }

    private GoTime? Finish()
    {
        if (_afternoon && _hour < 12)
        {
            _hour += 12;
        }
        else if (_morning && _hour == 12)
        {
            _hour = 0;
        }

        if (_yearDay >= 0 && FromYearDay() is { } fault)
        {
            return Message($": day-of-year {fault}");
        }

        var month = _month < 0 ? 1 : _month;
        var day = _day < 0 ? 1 : _day;
        if (day < 1 || day > CivilTime.DaysIn(month, _year))
        {
            return Message(": day out of range");
        }

        var wall = (CivilTime.DaysFromCivil(_year, month, day) * 86_400) + (_hour * 3600) + (_minute * 60) + _second;
        if (_isUtc || (_offset is null && _zoneName is null))
        {
            return new GoTime(wall, _nanoseconds, GoZone.Utc);
        }

        // An unknown abbreviation is kept as a name with no offset, as in Go where the local zone is UTC.
        var offset = _offset ?? 0;
        var zone = offset == 0 && _zoneName is null or "UTC" ? GoZone.Utc : GoZone.Fixed(_zoneName ?? "", offset);
        return new GoTime(wall - offset, _nanoseconds, zone);
    }

    // Sets month and day; otherwise what is wrong.
    private string? FromYearDay()
    {
        var days = CivilTime.DaysFromCivil(_year, 1, 1) + _yearDay - 1;
        var civil = CivilTime.Of(days * 86_400);
        if (_yearDay < 1 || civil.Year != _year)
        {
            return "out of range";
        }

        if (_month >= 0 && _month != civil.Month)
        {
            return "does not match month";
        }

        if (_day >= 0 && _day != civil.Day)
        {
            return "does not match day";
        }

        (_month, _day) = (civil.Month, civil.Day);
        return null;
    }
}
