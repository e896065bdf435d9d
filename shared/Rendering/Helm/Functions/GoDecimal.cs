using System.Globalization;
using System.Numerics;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>A decimal number of any size, as Sprig's <c>addf</c> and relatives calculate with.</summary>
internal readonly struct GoDecimal
{
    // Digits behind the point a division keeps.
    private const int DivisionDigits = 16;

    private readonly BigInteger _coefficient;
    private readonly int _exponent;

    private GoDecimal(BigInteger coefficient, int exponent)
    {
        _coefficient = coefficient;
        _exponent = exponent;
    }

    /// <summary>The decimal number a float64 is written as.</summary>
    public static GoDecimal FromDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new GoErrorException($"Cannot create a Decimal from {GoFloat.Shortest(value)}");
        }

        var text = GoFloat.Format(value, 'e', -1);
        var e = text.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = text[..e].Replace(".", "", StringComparison.Ordinal);
        return new GoDecimal(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent - (point < 0 ? 0 : e - point - 1));
    }

    /// <summary>Sum.</summary>
    public GoDecimal Add(GoDecimal other)
    {
        var exponent = Math.Min(_exponent, other._exponent);
        return new GoDecimal(Scaled(exponent) + other.Scaled(exponent), exponent);
    }

    /// <summary>Difference.</summary>
    public GoDecimal Subtract(GoDecimal other) => Add(new GoDecimal(-other._coefficient, other._exponent));

    /// <summary>Product.</summary>
    public GoDecimal Multiply(GoDecimal other) => new(_coefficient * other._coefficient, _exponent + other._exponent);

    /// <summary>Quotient, rounded half away from zero at the sixteenth decimal.</summary>
    public GoDecimal Divide(GoDecimal other)
    {
        if (other._coefficient.IsZero)
        {
            throw new GoErrorException("decimal division by 0");
        }

        var shift = DivisionDigits + _exponent - other._exponent;
        var numerator = BigInteger.Abs(_coefficient) * (shift > 0 ? BigInteger.Pow(10, shift) : 1);
        var denominator = BigInteger.Abs(other._coefficient) * (shift < 0 ? BigInteger.Pow(10, -shift) : 1);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest * 2 >= denominator)
        {
            quotient += 1;
        }

        return new GoDecimal(quotient * _coefficient.Sign * other._coefficient.Sign, -DivisionDigits);
    }

    /// <summary>The nearest float64.</summary>
    public double ToDouble() => double.Parse($"{_coefficient}E{_exponent}", CultureInfo.InvariantCulture);

    private BigInteger Scaled(int exponent) => _coefficient * BigInteger.Pow(10, _exponent - exponent);
}
