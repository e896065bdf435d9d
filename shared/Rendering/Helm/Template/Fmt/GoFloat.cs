using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>Go's strconv.FormatFloat for float64, in all its formats.</summary>
internal static class GoFloat
{
    /// <summary>A float64 as <c>%v</c> shows it.</summary>
    public static string Shortest(double value) => Format(value, 'g', -1);

    /// <summary>Formats a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">One of <c>b e E f g G x X</c>.</param>
    /// <param name="precision">Digits after the point (for g: digits in all); -1 for as many as it takes to read the same number back.</param>
    public static string Format(double value, char format, int precision)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        switch (format)
        {
            case 'b':
                return Binary(value);
            case 'x' or 'X':
                var hex = Hex(value, precision);
                return format == 'X' ? hex.ToUpperInvariant() : hex;
        }

        var shortest = precision < 0;
        var digits = shortest ? DecimalDigits.Shortest(Math.Abs(value)) : DecimalDigits.Exact(Math.Abs(value));
        if (!shortest)
        {
            digits = format switch
            {
                'e' or 'E' => digits.Round(precision + 1),
                'f' => digits.Round(digits.Point + precision),
                _ => digits.Round(precision == 0 ? 1 : precision),
            };
        }

        var sign = double.IsNegative(value) ? "-" : "";
        switch (format)
        {
            case 'e' or 'E':
                return sign + Exponential(digits, shortest ? Math.Max(digits.Text.Length - 1, 0) : precision, format);
            case 'f':
                return sign + Plain(digits, shortest ? Math.Max(digits.Text.Length - digits.Point, 0) : precision);
        }

        var wanted = shortest ? 6 : precision == 0 ? 1 : precision;
        var limit = wanted > digits.Text.Length && digits.Text.Length >= digits.Point ? digits.Text.Length : wanted;
        limit = shortest ? 6 : limit;
        var exponent = digits.Point - 1;
        if (exponent < -4 || exponent >= limit)
        {
            var count = shortest || wanted > digits.Text.Length ? digits.Text.Length : wanted;
            return sign + Exponential(digits, Math.Max(count - 1, 0), format == 'g' ? 'e' : 'E');
        }

        return sign + Plain(digits, Math.Max(digits.Text.Length - digits.Point, 0));
    }

    private static string Exponential(DecimalDigits digits, int precision, char letter)
    {
        var text = new StringBuilder();
        text.Append(digits.Text.Length > 0 ? digits.Text[0] : '0');
        if (precision > 0)
        {
            var rest = digits.Text.Length > 1 ? digits.Text[1..Math.Min(digits.Text.Length, precision + 1)] : "";
            text.Append('.').Append(rest).Append('0', precision - rest.Length);
        }

        var exponent = digits.Text.Length == 0 ? 0 : digits.Point - 1;
        return text.Append(letter).Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Plain(DecimalDigits digits, int precision)
    {
        var text = new StringBuilder();
        if (digits.Point > 0)
        {
            var whole = Math.Min(digits.Text.Length, digits.Point);
            text.Append(digits.Text, 0, whole).Append('0', digits.Point - whole);
        }
        else
        {
            text.Append('0');
        }

        if (precision > 0)
        {
            text.Append('.');
            for (var i = 0; i < precision; i++)
            {
                var at = digits.Point + i;
                text.Append(at >= 0 && at < digits.Text.Length ? digits.Text[at] : '0');
            }
        }

        return text.ToString();
    }

    private static string Binary(double value)
    {
        var (mantissa, exponent) = Split(value);
        var power = exponent - 52;
        return $"{(double.IsNegative(value) ? "-" : "")}{mantissa}p{(power >= 0 ? "+" : "")}{power}";
    }

    private static string Hex(double value, int precision)
    {
        var (mantissa, exponent) = Split(value);
        if (mantissa == 0)
        {
            exponent = 0;
        }

        // Shift so that the leading bit is bit 60 and fifteen hex digits follow it.
        mantissa <<= 8;
        while (mantissa != 0 && (mantissa & (1UL << 60)) == 0)
        {
            mantissa <<= 1;
            exponent--;
        }

        if (precision is >= 0 and < 15)
        {
            var shift = precision * 4;
            var extra = (mantissa << shift) & ((1UL << 60) - 1);
            mantissa >>= 60 - shift;
            if ((extra | (mantissa & 1)) > 1UL << 59)
            {
                mantissa++;
            }

            mantissa <<= 60 - shift;
            if ((mantissa & (1UL << 61)) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }

        var text = new StringBuilder(double.IsNegative(value) ? "-0x" : "0x").Append((char)('0' + ((mantissa >> 60) & 1)));
        mantissa <<= 4;
        if (precision < 0 ? mantissa != 0 : precision > 0)
        {
            text.Append('.');
            for (var i = 0; precision < 0 ? mantissa != 0 : i < precision; i++)
            {
                text.Append("0123456789abcdef"[(int)(mantissa >> 60)]);
                mantissa <<= 4;
            }
        }

        return text.Append('p').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static (ulong Mantissa, int Exponent) Split(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & ((1UL << 52) - 1);
        return exponent == 0 ? (mantissa, -1022) : (mantissa | (1UL << 52), exponent - 1023);
    }

    /// <summary>Decimal digits without zeros at either end; the point stands before digit number <paramref name="Point"/>.</summary>
    private readonly record struct DecimalDigits(string Text, int Point)
    {
        public static DecimalDigits Shortest(double value) => Read(value.ToString("R", CultureInfo.InvariantCulture));

        // A double has at most 767 significant decimal digits.
        public static DecimalDigits Exact(double value) => Read(value.ToString("E766", CultureInfo.InvariantCulture));

        public DecimalDigits Round(int count)
        {
            if (count >= Text.Length)
            {
                return this;
            }

            if (count < 0)
            {
                return new DecimalDigits("", 0);
            }

            var next = Text[count];
            var up = next > '5' || (next == '5' && (Text.Length > count + 1 || (count > 0 && (Text[count - 1] & 1) == 1)));
            var kept = Text[..count];
            if (!up)
            {
                return Trim(kept, Point);
            }

            var at = count - 1;
            while (at >= 0 && kept[at] == '9')
            {
                at--;
            }

            return at < 0 ? new DecimalDigits("1", Point + 1) : new DecimalDigits(kept[..at] + (char)(kept[at] + 1), Point);
        }

        private static DecimalDigits Read(string text)
        {
            var e = text.IndexOf('E');
            var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var mantissa = e < 0 ? text : text[..e];
            var point = mantissa.IndexOf('.');
            point = point < 0 ? mantissa.Length : point;
            var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
            var leading = digits.Length - digits.TrimStart('0').Length;
            return Trim(digits[leading..], point + exponent - leading);
        }

        private static DecimalDigits Trim(string digits, int point)
        {
            var trimmed = digits.TrimEnd('0');
            return trimmed.Length == 0 ? new DecimalDigits("", 0) : new DecimalDigits(trimmed, point);
        }
    }
}
