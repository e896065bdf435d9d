using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Functions.Toml;

/// <summary>The part of the reader for values.</summary>
internal sealed partial class TomlReader
{
    private static readonly (string Layout, string Zone)[] Times =
    [
        ("2006-01-02T15:04:05.999999999Z07:00", ""),
        ("2006-01-02T15:04:05.999999999", GoZone.LocalDateTime),
        ("2006-01-02", GoZone.LocalDate),
        ("15:04:05.999999999", GoZone.LocalTime),
        ("2006-01-02T15:04Z07:00", ""),
        ("2006-01-02T15:04", GoZone.LocalDateTime),
        ("15:04", GoZone.LocalTime),
    ];

    private object? Value(bool inList)
    {
        _text.SkipBlanks();
        var start = _text.Place;
        var line = _text.Line;
        var c = _text.Next();
        switch (c)
        {
            case >= '0' and <= '9':
                return NumberOrTime(start, line, c);
            case '[':
                return List();
            case '{':
                return InlineTable(inList);
            case '"':
                return _text.Accept("\"\"") ? Lines('"') : Quoted();
            case '\'':
                return _text.Accept("''") ? Lines('\'') : Raw();
            case '.':
                throw _text.Error("floats must start with a digit, not '.'");
            case '-' or '+':
                return Signed(start, line);
            case 'i' when _text.Accept("nf"):
            case 'n' when _text.Accept("an"):
                return Float(_text.From(start), line);
            case TomlText.End:
                throw _text.Error("unexpected EOF; expected value");
            case '\n':
                throw _text.ErrorBefore($"expected value but found {TomlText.Shown(c)} instead");
        }

        return IsLetter(c) ? Truth(start) : throw _text.Error($"expected value but found {TomlText.Shown(c)} instead");
    }

    private object Truth(int start)
    {
        _text.While(IsLetter);
        return _text.From(start) switch
        {
            "true" => true,
            "false" => false,
            var word => throw _text.Error($"expected value but found {GoStrconv.Quote(word)} instead"),
        };
    }

    private object Signed(int start, int line)
    {
        var c = _text.Next();
        switch (c)
        {
            case 'i' or 'n':
                return _text.Accept(c == 'i' ? "nf" : "an") ? Float(_text.From(start), line) : throw _text.Error($"invalid float: '{_text.From(start)}'");
            case '0' when _text.Peek() is ('b' or 'o' or 'x') and var letter:
                throw _text.Error($"cannot use sign with non-decimal numbers: '{_text.From(start)}{(char)letter}'");
            case '.':
                throw _text.Error("floats must start with a digit, not '.'");
            case >= '0' and <= '9':
                return Decimal(start, line);
            default:
                throw _text.Error($"expected a digit but got {TomlText.Shown(c)}");
        }
    }

    private object NumberOrTime(int start, int line, int first)
    {
        if (first == '0' && _text.Peek() is ('b' or 'o' or 'x') and var radix)
        {
            return OtherRadix(start, line, radix);
        }

        _text.While(static c => c is >= '0' and <= '9');
        if (_text.Peek() is not ('-' or ':'))
        {
            return Decimal(start, line);
        }

        _text.While(static c => c is (>= '0' and <= '9') or '-' or ':' or 'T' or 't' or ' ' or '.' or 'Z' or 'z' or '+');
        return Time(_text.From(start).Trim(), line);
    }

    private object OtherRadix(int start, int line, int radix)
    {
        _text.Next();
        Func<int, bool> digit = radix switch
        {
            'b' => static c => c is '0' or '1',
            'o' => static c => c is >= '0' and <= '7',
            _ => static c => c is > 0 and < 0x80 && char.IsAsciiHexDigit((char)c),
        };
        if (_text.Peek() is var next && !digit(next))
        {
            var kind = radix switch { 'b' => "a binary", 'o' => "an octal", _ => "a hexadecimal" };
            throw _text.Error($"not {kind} number: '{_text.From(start)}{(next == TomlText.End ? "\0" : char.ConvertFromUtf32(next))}'");
        }

        _text.While(c => c == '_' || digit(c));
        return Integer(_text.From(start), line);
    }

    private object Decimal(int start, int line)
    {
        _text.While(static c => c is (>= '0' and <= '9') or '_');
        if (_text.Peek() is not ('.' or 'e' or 'E'))
        {
            return Integer(_text.From(start), line);
        }

        _text.While(static c => c is (>= '0' and <= '9') or '_' or '.' or '-' or '+' or 'e' or 'E');
        return Float(_text.From(start), line);
    }

    private object Integer(string number, int line)
    {
        var complaint = !UnderscoresFit(number) ? "underscores must be surrounded by digits" : HasLeadingZero(number) ? "cannot have leading zeroes" : null;
        if (complaint is not null)
        {
            throw _text.ErrorAt(line, $"Invalid integer {GoStrconv.Quote(number)}: {complaint}");
        }

        return GoNumber.ParseInteger(number) ?? throw _text.ErrorAt(line, $"{number} is out of range for int64");
    }

    private object Float(string number, int line)
    {
        var parts = number.Split('.', 'e', 'E').Where(p => p.Length > 0).ToList();
        var complaint = !parts.TrueForAll(UnderscoresFit) ? "underscores must be surrounded by digits"
            : parts.Count > 0 && HasLeadingZero(parts[0]) ? "cannot have leading zeroes"
            : !PeriodsFit(number) ? "'.' must be followed by one or more digits" : null;
        if (complaint is not null)
        {
            throw _text.ErrorAt(line, $"Invalid float {GoStrconv.Quote(number)}: {complaint}");
        }

        if (number is "nan" or "+nan" or "-nan")
        {
            return double.NaN;
        }

        var plain = number.Replace("_", "", StringComparison.Ordinal);
        return GoNumber.ParseFloat(plain) ?? (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? throw _text.ErrorAt(line, $"{number} is out of range for float64")
            : throw _text.ErrorAt(line, $"Invalid float value: {GoStrconv.Quote(number)}"));
    }

    private GoTime Time(string given, int line)
    {
        var value = given.Replace('z', 'Z').Replace('t', 'T').Replace(' ', 'T');
        foreach (var (layout, zone) in Times)
        {
            if (GoTimeParser.Parse(layout, value, out _) is { } time)
            {
                return MissesZero(value, layout) ? throw NoTime(value, line) : zone.Length == 0 ? time : time.In(GoZone.Fixed(zone, 0));
            }
        }

        throw NoTime(value, line);
    }

    private GoErrorException NoTime(string value, int line) => _text.ErrorAt(line, $"invalid datetime: {GoStrconv.Quote(value)}");

    // Go reads numbers without their leading zero, which moves what stands between them.
    private static bool MissesZero(string value, string layout)
    {
        for (var i = 0; i < layout.Length && layout[i] is not ('.' or 'Z'); i++)
        {
            if (!char.IsAsciiDigit(layout[i]) && (i >= value.Length || value[i] != layout[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLeadingZero(string number) =>
        (number.Length > 1 && number[0] == '0' && number[1] is not ('b' or 'o' or 'x')) || (number.Length > 2 && number[0] is '-' or '+' && number[1] == '0');

    private static bool UnderscoresFit(string number)
    {
        if (number is "nan" or "+nan" or "-nan" or "inf" or "-inf" or "+inf")
        {
            return true;
        }

        var afterDigit = false;
        foreach (var c in number)
        {
            if (c == '_' && !afterDigit)
            {
                return false;
            }

            afterDigit = char.IsAsciiHexDigit(c);
        }

        return afterDigit;
    }

    private static bool PeriodsFit(string number)
    {
        for (var i = 0; i < number.Length; i++)
        {
            if (number[i] == '.' && (i + 1 == number.Length || !char.IsAsciiDigit(number[i + 1])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetter(int c) => c != TomlText.End && Rune.IsLetter(new Rune(c));
}
