using System.Numerics;
using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>The part of the verb that formats strings and numbers.</summary>
internal sealed partial class Verb
{
    private void FormatString(string text, char verb)
    {
        switch (verb)
        {
            case 'v' when SharpV:
                Quoted(Truncated(text));
                break;
            case 'v' or 's':
                Pad(Truncated(text));
                break;
            case 'x' or 'X':
                HexString(GoText.ToBytes(text), verb);
                break;
            case 'q':
                Quoted(Truncated(text));
                break;
            default:
                Bad(text);
                break;
        }
    }

    private void Quoted(string text)
    {
        var backquote = (SharpV || Sharp) && GoStrconv.CanBackquote(text) && Sharp;
        Pad(backquote ? $"`{text}`" : GoStrconv.Quote(text, '"', Plus));
    }

    private string Truncated(string text)
    {
        if (Precision is not { } count)
        {
            return text;
        }

        var at = 0;
        while (at < text.Length && count-- > 0)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }

        return text[..at];
    }

    private void HexString(byte[] bytes, char verb)
    {
        var count = Precision is { } precision && precision < bytes.Length ? precision : bytes.Length;
        context.Work(count * 2L);
        var prefix = verb == 'x' ? "0x" : "0X";
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (Space && i > 0)
            {
                text.Append(' ');
            }

            if (Sharp && (Space || i == 0))
            {
                text.Append(prefix);
            }

            text.Append(bytes[i].ToString(verb == 'x' ? "x2" : "X2"));
        }

        Pad(text.ToString());
    }

    private void FormatInteger(object value, ulong magnitude, bool negative, char verb)
    {
        switch (verb)
        {
            case 'v' or 'd':
                Integer(magnitude, negative, 10, verb);
                break;
            case 'b':
                Integer(magnitude, negative, 2, verb);
                break;
            case 'o' or 'O':
                Integer(magnitude, negative, 8, verb);
                break;
            case 'x' or 'X':
                Integer(magnitude, negative, 16, verb);
                break;
            case 'c':
                var c = !negative && magnitude <= 0x10FFFF && Rune.IsValid((int)magnitude) ? (int)magnitude : 0xFFFD;
                Pad(char.ConvertFromUtf32(c));
                break;
            case 'q':
                Pad(GoStrconv.QuoteRune(negative || magnitude > 0x10FFFF ? 0xFFFD : (long)magnitude, Plus));
                break;
            case 'U':
                var number = negative ? unchecked(0 - magnitude) : magnitude;
                var text = "U+" + number.ToString("X").PadLeft(Math.Max(Precision ?? 4, 4), '0');
                if (Sharp && number <= 0x10FFFF && GoStrconv.IsPrint((int)number))
                {
                    text += $" '{char.ConvertFromUtf32((int)number)}'";
                }

                PadPlain(text);
                break;
            default:
                Bad(value);
                break;
        }
    }

    private void Integer(ulong magnitude, bool negative, int radix, char verb)
    {
        var digitsWanted = 0;
        if (Precision is { } precision)
        {
            digitsWanted = precision;
            if (precision == 0 && magnitude == 0)
            {
                output.Append(' ', Width ?? 0);
                return;
            }
        }
        else if (Zero && !Minus && Width is { } width)
        {
            digitsWanted = width - (negative || Plus || Space ? 1 : 0);
        }

        var digits = radix switch
        {
            2 => magnitude.ToString("b"),
            8 => Octal(magnitude),
            16 => magnitude.ToString(verb == 'X' ? "X" : "x"),
            _ => magnitude.ToString(),
        };
        digits = digits.PadLeft(digitsWanted, '0');
        if (Sharp)
        {
            digits = radix switch
            {
                2 => "0b" + digits,
                8 => digits[0] == '0' ? digits : "0" + digits,
                16 => (verb == 'X' ? "0X" : "0x") + digits,
                _ => digits,
            };
        }

        if (verb == 'O')
        {
            digits = "0o" + digits;
        }

        PadPlain((negative ? "-" : Plus ? "+" : Space ? " " : "") + digits);
    }

    private static string Octal(ulong number)
    {
        var text = new StringBuilder();
        do
        {
            text.Insert(0, (char)('0' + (number & 7)));
            number >>= 3;
        }
        while (number > 0);
        return text.ToString();
    }

    private void FormatDouble(object value, double number, char verb)
    {
        switch (verb)
        {
            case 'v':
                Float(number, 'g', -1);
                break;
            case 'b' or 'g' or 'G' or 'x' or 'X':
                Float(number, verb, -1);
                break;
            case 'f' or 'F' or 'e' or 'E':
                Float(number, verb == 'F' ? 'f' : verb, 6);
                break;
            default:
                Bad(value);
                break;
        }
    }

    private void FormatComplex(Complex value, char verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            Bad(value);
            return;
        }

        var plus = Plus;
        output.Append('(');
        FormatDouble(value.Real, value.Real, verb);
        Plus = true;
        FormatDouble(value.Imaginary, value.Imaginary, verb);
        output.Append("i)");
        Plus = plus;
    }

    private void Float(double value, char verb, int precision)
    {
        var number = GoFloat.Format(value, verb, Precision ?? precision);
        var sign = number[0] is '-' or '+' ? number[0] : '+';
        var body = number[0] is '-' or '+' ? number[1..] : number;
        if (Space && sign == '+' && !Plus)
        {
            sign = ' ';
        }

        if (body is "Inf" or "NaN")
        {
            var zero = Zero;
            Zero = false;
            var shown = sign != '+' || Plus || (body == "Inf" && number[0] == '+' && Plus) ? sign + body : body == "Inf" ? "+Inf" : body;
            Pad(shown);
            Zero = zero;
            return;
        }

        if (Sharp && verb != 'b')
        {
            body = WithPoint(body, verb);
        }

        if (!Plus && sign == '+')
        {
            Pad(body);
            return;
        }

        if (Zero && !Minus && Width > body.Length + 1)
        {
            output.Append(sign);
            output.Append('0', Width.Value - body.Length - 1);
            output.Append(body);
            return;
        }

        Pad(sign + body);
    }

    // The sharp flag keeps the point and, for g, the zeros behind it.
    private string WithPoint(string body, char verb)
    {
        var digits = verb is 'g' or 'G' or 'x' ? Precision ?? 6 : 0;
        var tail = "";
        var split = body.AsSpan().IndexOfAny(verb is 'x' or 'X' ? "pP" : "eE");
        if (split >= 0)
        {
            tail = body[split..];
            body = body[..split];
        }

        var seen = false;
        foreach (var c in body)
        {
            if (c != '.')
            {
                seen |= c != '0';
                digits -= seen ? 1 : 0;
            }
        }

        if (!body.Contains('.'))
        {
            digits -= body == "0" ? 1 : 0;
            body += ".";
        }

        return body + new string('0', Math.Max(digits, 0)) + tail;
    }

    private void PadPlain(string text)
    {
        var zero = Zero;
        Zero = false;
        Pad(text);
        Zero = zero;
    }

    private void Pad(string text)
    {
        var missing = (Width ?? 0) - (Width is null ? 0 : GoText.RuneCount(text));
        context.Work(text.Length + Math.Max(missing, 0));
        if (missing <= 0)
        {
            output.Append(text);
        }
        else if (Minus)
        {
            output.Append(text);
            output.Append(' ', missing);
        }
        else
        {
            output.Append(Zero ? '0' : ' ', missing);
            output.Append(text);
        }
    }
}
