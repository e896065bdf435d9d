using System.Globalization;
using System.Numerics;
using System.Text;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Where a value breaks its schema, and how; worded as the validator that Helm uses words it.</summary>
/// <param name="Place">JSON pointer to the value.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Causes">What is wrong further in.</param>
internal sealed record SchemaError(string Place, string Message, IReadOnlyList<SchemaError> Causes)
{
    /// <summary>Several errors of one value, which stand for themselves where they can.</summary>
    public bool IsGroup { get; init; }

    /// <summary>A step through a reference, which is only shown where it leads to several errors.</summary>
    public bool IsReference { get; init; }

    /// <summary>The errors as an indented list, without a newline at either end.</summary>
    public static string Text(SchemaError error)
    {
        var text = new StringBuilder();
        foreach (var cause in error.IsGroup ? error.Causes : [error])
        {
            cause.Write(text, 0);
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A text in single quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = GoStrconv.Quote(text)[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        return $"'{quoted}'";
    }

    /// <summary>A count with thousands apart, as English has them.</summary>
    public static string Whole(int value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A number as English has it: thousands apart below a million, powers of ten above and for very small ones.</summary>
    public static string Number(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var (digits, exponent) = Digits(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= MostPlainExponent)
        {
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}×10{Raised(exponent)}";
        }

        digits = exponent < 0 ? new string('0', -exponent) + digits : digits.PadRight(exponent + 1, '0');
        var whole = Math.Max(exponent, 0) + 1;
        return sign + int.Parse(digits.AsSpan(0, whole), CultureInfo.InvariantCulture).ToString("#,##0", CultureInfo.InvariantCulture)
            + (digits.Length > whole ? "." + digits[whole..] : "");
    }

    /// <summary>A number as a whole number times a power of ten, exactly as its shortest digits say.</summary>
    public static (BigInteger Digits, int Power) Exact(double value)
    {
        if (value == 0)
        {
            return (0, 0);
        }

        var (digits, exponent) = Digits(Math.Abs(value));
        return (BigInteger.Parse(digits, CultureInfo.InvariantCulture) * Math.Sign(value), exponent - digits.Length + 1);
    }

    private const int MostPlainExponent = 6;

    // The shortest digits that mean the number, and the power of ten of the first of them.
    private static (string Digits, int Exponent) Digits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var dot = mantissa.IndexOf('.');
        exponent += (dot < 0 ? mantissa.Length : dot) - 1;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), exponent - (all.Length - digits.Length));
    }

    private static string Raised(int exponent)
    {
        var text = new StringBuilder(exponent < 0 ? "⁻" : "");
        foreach (var digit in Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture))
        {
            text.Append("⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']);
        }

        return text.ToString();
    }

    private void Write(StringBuilder text, int indent)
    {
        var inner = indent;
        if (!(IsReference && Causes.Count == 1))
        {
            text.Append(' ', indent * 2).Append("- at ").Append(Quote(Place)).Append(": ").Append(Message).Append('\n');
            inner++;
        }

        foreach (var cause in Causes)
        {
            cause.Write(text, inner);
        }
    }
}
