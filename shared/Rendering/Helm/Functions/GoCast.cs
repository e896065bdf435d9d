using System.Globalization;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Conversions as Sprig makes them: anything goes in, what makes no sense is zero.</summary>
internal static class GoCast
{
    /// <summary>Sprig's <c>toInt64</c>.</summary>
    public static long Int64(object? value) => value switch
    {
        nint n => n,
        long n => n,
        int n => n,
        byte n => n,
        ulong n => unchecked((long)n),
        double d => Truncate(d),
        bool b => b ? 1 : 0,
        string s => GoNumber.ParseInteger(WithoutZeroDecimals(s)) ?? 0,
        GoNamedInt { TypeName: "time.Month" or "time.Weekday" } named => named.Value,
        _ => 0,
    };

    /// <summary>Sprig's <c>toFloat64</c>.</summary>
    public static double Float64(object? value) => value switch
    {
        double d => d,
        nint n => n,
        long n => n,
        int n => n,
        byte n => n,
        ulong n => n,
        bool b => b ? 1 : 0,
        string s => GoNumber.ParseFloat(s) ?? 0,
        _ => 0,
    };

    /// <summary>Go's conversion of a float64 to int64 on amd64: what does not fit is the smallest number.</summary>
    public static long Truncate(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary>Sprig's <c>strval</c>: the text of a value.</summary>
    public static string Text(object? value, TemplateContext context) => value switch
    {
        string s => s,
        byte[] bytes => GoText.FromBytes(bytes),
        _ => GoPrinter.Text(value, context),
    };

    /// <summary>Sprig's <c>toStrings</c>: the texts of a list's items, nil left out; anything else is one text.</summary>
    public static List<string> Texts(object? value, TemplateContext context)
    {
        var texts = new List<string>();
        switch (value)
        {
            case null:
                break;
            case GoList list:
                context.Step(list.Count);
                foreach (var item in list)
                {
                    if (item is not null)
                    {
                        texts.Add(Text(item, context));
                    }
                }

                break;
            case byte[] bytes:
                texts.AddRange(bytes.Select(b => b.ToString(CultureInfo.InvariantCulture)));
                break;
            default:
                texts.Add(Text(value, context));
                break;
        }

        return texts;
    }

    /// <summary>Sprig's <c>empty</c>: whether it is the zero value of its type.</summary>
    public static bool IsEmpty(object? value) => !GoReflect.IsTrue(value);

    // "1.00" counts as the whole number 1.
    private static string WithoutZeroDecimals(string text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] == '0')
        {
            end--;
        }

        return end < text.Length && end > 0 && text[end - 1] == '.' ? text[..(end - 1)] : text;
    }
}
