using System.Globalization;
using System.Numerics;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>Go's strconv: reading of numbers.</summary>
internal static class GoNumber
{
    /// <summary>Go's <c>ParseInt(text, 0, 64)</c>: prefixes and underscores allowed; null when malformed or out of range.</summary>
    public static long? ParseInteger(string text)
    {
        var negative = text.StartsWith('-');
        var digits = negative || text.StartsWith('+') ? text[1..] : text;
        if (ParseUnsigned(digits) is not { } value)
        {
            return null;
        }

        if (negative)
        {
            return value <= 1UL << 63 ? unchecked((long)(0 - value)) : null;
        }

        return value <= long.MaxValue ? (long)value : null;
    }

    /// <summary>Go's <c>ParseUint(text, 0, 64)</c>.</summary>
    public static ulong? ParseUnsigned(string text)
    {
        if (text.Length == 0 || !UnderscoresOk(text))
        {
            return null;
        }

        var radix = 10;
        var start = 0;
        if (text[0] == '0' && text.Length > 1)
        {
            (radix, start) = text[1] switch
            {
                'x' or 'X' => (16, 2),
                'b' or 'B' => (2, 2),
                'o' or 'O' => (8, 2),
                _ => (8, 1),
            };
        }

        return Digits(text.AsSpan(start), radix, allowUnderscore: true);
    }

    /// <summary>Go's <c>ParseInt(text, radix, 64)</c> with a given radix: no prefix, no underscore; null when malformed or out of range.</summary>
    public static long? ParseInteger(string text, int radix)
    {
        var negative = text.StartsWith('-');
        var digits = negative || text.StartsWith('+') ? text.AsSpan(1) : text;
        if (Digits(digits, radix, allowUnderscore: false) is not { } value)
        {
            return null;
        }

        if (negative)
        {
            return value <= 1UL << 63 ? unchecked((long)(0 - value)) : null;
        }

        return value <= long.MaxValue ? (long)value : null;
    }

    /// <summary>Go's <c>ParseFloat(text, 64)</c>; null when malformed or out of range.</summary>
    public static double? ParseFloat(string text)
    {
        var body = text.Length > 0 && text[0] is '+' or '-' ? text.AsSpan(1) : text;
        if (body.Length == 0)
        {
            return null;
        }

        var special = body.ToString().ToLowerInvariant() switch
        {
            "inf" or "infinity" => double.PositiveInfinity,
            "nan" => double.NaN,
            _ => 0,
        };
        if (special != 0)
        {
            return text[0] == '-' ? -special : special;
        }

        if (body.Contains('_'))
        {
            if (!UnderscoresOk(body.ToString()))
            {
                return null;
            }

            body = body.ToString().Replace("_", "", StringComparison.Ordinal);
        }

        double value;
        if (body.Length > 2 && body[0] == '0' && body[1] is 'x' or 'X')
        {
            if (ParseHexFloat(body[2..]) is not { } hex)
            {
                return null;
            }

            value = hex;
        }
        else
        {
            if (!IsDecimalFloat(body))
            {
                return null;
            }

            value = double.Parse(body, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return double.IsInfinity(value) ? null : text[0] == '-' ? -value : value;
    }

    private static ulong? Digits(ReadOnlySpan<char> digits, int radix, bool allowUnderscore)
    {
        if (digits.IsEmpty)
        {
            return null;
        }

        UInt128 value = 0;
        foreach (var c in digits)
        {
            if (c == '_' && allowUnderscore)
            {
                continue;
            }

            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10 : 99;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * (uint)radix) + (uint)digit;
            if (value > ulong.MaxValue)
            {
                return null;
            }
        }

        return (ulong)value;
    }

    // An underscore must stand between digits, or between the base prefix and a digit.
    private static bool UnderscoresOk(string text)
    {
        if (!text.Contains('_'))
        {
            return true;
        }

        var start = text[0] is '+' or '-' ? 1 : 0;
        var prefixed = text.Length - start >= 2 && text[start] == '0' && text[start + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O';
        var hex = prefixed && text[start + 1] is 'x' or 'X';
        var last = prefixed ? '0' : '^';
        for (var i = prefixed ? start + 2 : start; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c) || (hex && char.IsAsciiHexDigit(c)))
            {
                last = '0';
            }
            else if (c == '_')
            {
                if (last != '0')
                {
                    return false;
                }

                last = '_';
            }
            else
            {
                if (last == '_')
                {
                    return false;
                }

                last = '!';
            }
        }

        return last != '_';
    }

    private static bool IsDecimalFloat(ReadOnlySpan<char> text)
    {
        var at = 0;
        var digits = 0;
        for (var dot = false; at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !dot)); at++)
        {
            dot |= text[at] == '.';
            digits += text[at] == '.' ? 0 : 1;
        }

        if (digits == 0)
        {
            return false;
        }

        if (at == text.Length)
        {
            return true;
        }

        return text[at] is 'e' or 'E' && IsExponent(text[(at + 1)..]);
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            text = text[1..];
        }

        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static double? ParseHexFloat(ReadOnlySpan<char> text)
    {
        var p = text.IndexOfAny('p', 'P');
        if (p < 0 || !IsExponent(text[(p + 1)..]))
        {
            return null;
        }

        BigInteger mantissa = 0;
        var exponent = 0L;
        var seenDot = false;
        var digits = 0;
        foreach (var c in text[..p])
        {
            if (c == '.' && !seenDot)
            {
                seenDot = true;
                continue;
            }

            if (!char.IsAsciiHexDigit(c))
            {
                return null;
            }

            mantissa = (mantissa * 16) + Convert.ToInt32(c.ToString(), 16);
            exponent -= seenDot ? 4 : 0;
            digits++;
        }

        if (digits == 0)
        {
            return null;
        }

        exponent += long.TryParse(text[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) ? written : int.MaxValue;
        return Math.ScaleB((double)mantissa, (int)Math.Clamp(exponent, -100_000, 100_000));
    }
}
