using System.Globalization;
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

    /// <summary>A number with thousands apart, as English has them.</summary>
    public static string Number(double value) => Math.Abs(value) < 1e21
        ? value.ToString("#,##0.####################", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

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
