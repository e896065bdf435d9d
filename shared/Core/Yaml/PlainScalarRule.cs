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
        text is ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" || (UnderscoresSeparateDigits(text) && NumberSyntax.Float(text.Replace("_", "", StringComparison.Ordinal)) is not null);

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
        return IsInteger(plain) || NumberSyntax.Float(plain) is not null;
    }

    private static bool IsInteger(string text) => NumberSyntax.Whole(text.AsSpan(text[0] is '+' or '-' ? 1 : 0)) is { } magnitude && text[0] switch
    {
        '-' => magnitude <= (ulong)long.MaxValue + 1,
        '+' => magnitude <= long.MaxValue,
        _ => true,
    };

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
            if (NumberSyntax.Digits(text, ref i) is not (1 or 2) || (i - start == 2 && text[start] > '5'))
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
}
