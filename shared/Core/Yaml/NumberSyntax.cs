using System.Globalization;

namespace Plumbline.Core.Yaml;

/// <summary>How Go's YAML reader writes numbers, once underscores are taken out: what it reads as one has to be quoted where it is meant as a text.</summary>
internal static class NumberSyntax
{
    /// <summary>A whole number without a sign, with the prefixes of Go's integer literals and octal by a leading zero; null where it is none, or has more than 64 bits.</summary>
    public static ulong? Whole(ReadOnlySpan<char> text)
    {
        var (radix, prefix) = text switch
        {
            ['0', 'x' or 'X', ..] => (16u, 2),
            ['0', 'b' or 'B', ..] => (2u, 2),
            ['0', 'o' or 'O', ..] => (8u, 2),
            ['0', _, ..] => (8u, 1),
            _ => (10u, 0),
        };
        var digits = text[prefix..];
        if (digits.IsEmpty)
        {
            return null;
        }

        UInt128 value = 0;
        foreach (var c in digits)
        {
            var digit = c switch
            {
                >= '0' and <= '9' => (uint)(c - '0'),
                >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
                >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
                _ => uint.MaxValue,
            };
            value = (value * radix) + digit;
            if (digit >= radix || value > ulong.MaxValue)
            {
                return null;
            }
        }

        return (ulong)value;
    }

    /// <summary><c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c> within the range of a double; null where it is none.</summary>
    public static double? Float(string text)
    {
        var i = text is ['+' or '-', ..] ? 1 : 0;
        var whole = Digits(text, ref i);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0 && whole == 0)
            {
                return null;
            }
        }
        else if (whole == 0)
        {
            return null;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            i += i < text.Length && text[i] is '+' or '-' ? 1 : 0;
            if (Digits(text, ref i) == 0)
            {
                return null;
            }
        }

        return i == text.Length && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>Goes over decimal digits and says how many there are.</summary>
    public static int Digits(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return i - start;
    }
}
