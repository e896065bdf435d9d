using System.Globalization;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>What the text of a setting's value means.</summary>
internal static class SetScalar
{
    /// <summary>True, false, null and whole numbers are typed, the rest is text.</summary>
    public static object? Typed(string text)
    {
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (text.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (text == "0")
        {
            return 0L;
        }

        return text.Length > 0 && text[0] != '0' && WholeNumber(text) is { } number ? number : text;
    }

    /// <summary>Go's ParseInt in base 10: an optional sign and digits; null where the text is something else.</summary>
    public static long? WholeNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Why Go's ParseInt refuses a text.</summary>
    public static string NumberError(string text)
    {
        // Go reads digits into 64 bits without a sign, and stops at the one that goes out of range, whatever follows it.
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return digits.Length > 0 && (end < 0 || (end > 0 && !ulong.TryParse(digits[..end], CultureInfo.InvariantCulture, out _))) ? "value out of range" : "invalid syntax";
    }
}
