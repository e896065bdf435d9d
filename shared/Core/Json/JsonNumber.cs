using System.Globalization;

namespace Plumbline.Core.Json;

/// <summary>Numbers as Go's JSON encoder writes them.</summary>
public static class JsonNumber
{
    /// <summary>
    /// Shortest digits that read back as <paramref name="value"/>: plain between 1e-6 and 1e21, else with an exponent of
    /// the form <c>1e+21</c> or <c>1e-07</c> cut to <c>1e-7</c>. Negative zero keeps its sign.
    /// </summary>
    public static string Text(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var size = Math.Abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21))
        {
            return Exponent(shortest);
        }

        // .NET turns to exponents earlier than Go does; decimal writes the same digits plainly.
        return shortest.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : shortest;
    }

    private static string Exponent(string text)
    {
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..at];
        var sign = text[at + 1] == '-' ? '-' : '+';
        var digits = text[(at + 2)..].TrimStart('0');
        return $"{mantissa}e{sign}{digits}";
    }
}
