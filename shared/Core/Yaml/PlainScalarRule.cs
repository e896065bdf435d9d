using System.Globalization;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Whether a text written without quotes would be read as text again by a YAML 1.1 reader: the rules of Go's YAML library 2,
/// by which every Kubernetes tool decides about quotes.
/// </summary>
internal static class PlainScalarRule
{
    public static bool ReadsAsText(string text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        return text[0] switch
        {
            'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' => !IsWord(text),
            '.' => !IsPointNumber(text),
            '+' or '-' or (>= '0' and <= '9') => !IsNumber(text),
            _ => true,
        };
    }

    private static bool IsWord(string text) => text is
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" or
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" or
        "~" or "null" or "Null" or "NULL";

    private static bool IsPointNumber(string text) =>
        text is ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" || (UnderscoresSeparateDigits(text) && IsFloat(text.Replace("_", "", StringComparison.Ordinal)));

    private static bool UnderscoresSeparateDigits(string text)
    {
        for (var i = text.IndexOf('_'); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (i == 0 || i + 1 == text.Length || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(string text)
    {
        if (text is "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF")
        {
            return true;
        }

        if (GoTimestamp.TryParse(text, out _) || IsBase60(text))
        {
            return true;
        }

        var plain = text.Contains('_') ? text.Replace("_", "", StringComparison.Ordinal) : text;
        return IsInteger(plain) || IsFloat(plain);
    }

    private static bool IsInteger(string text)
    {
        var body = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        var (radix, prefix) = body switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        body = body[prefix..];
        if (body.IsEmpty)
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var c in body)
        {
            if (!char.IsAsciiHexDigit(c) || Convert.ToInt32(c.ToString(), 16) is var digit && digit >= radix)
            {
                return false;
            }

            value = (value * (uint)radix) + (uint)Convert.ToInt32(c.ToString(), 16);
            if (value > ulong.MaxValue)
            {
                return false;
            }
        }

        return text[0] switch
        {
            '-' => value <= (UInt128)long.MaxValue + 1,
            '+' => value <= long.MaxValue,
            _ => true,
        };
    }

    /// <summary><c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c>, within the range of a double.</summary>
    private static bool IsFloat(string text)
    {
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var whole = Digits(text, ref i);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0 && whole == 0)
            {
                return false;
            }
        }
        else if (whole == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            i += i < text.Length && text[i] is '+' or '-' ? 1 : 0;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
    }

    /// <summary><c>[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?</c>: numbers to the base of 60, which no reader of today knows, but old ones do.</summary>
    private static bool IsBase60(string text)
    {
        var i = text[0] is '+' or '-' ? 1 : 0;
        if (i >= text.Length || !char.IsAsciiDigit(text[i]))
        {
            return false;
        }

        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '_'))
        {
            i++;
        }

        var parts = 0;
        while (i < text.Length && text[i] == ':')
        {
            i++;
            var start = i;
            if (Digits(text, ref i) is not (1 or 2) || (i - start == 2 && text[start] > '5'))
            {
                return false;
            }

            parts++;
        }

        if (parts > 0 && i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '_'))
            {
                i++;
            }
        }

        return parts > 0 && i == text.Length;
    }

    private static int Digits(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return i - start;
    }
}
