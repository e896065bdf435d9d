using System.Collections;
using System.Text;

namespace Plumbline.Functions.Composition.Logs;

/// <summary>The values of a log line, cleaned, and the line that its template makes of them.</summary>
internal sealed class CleanState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Template = "{OriginalFormat}";

    private readonly KeyValuePair<string, object?>[] _values;

    private CleanState(KeyValuePair<string, object?>[] values) => _values = values;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <summary>The values with those cleaned that have to be; null where none has.</summary>
    public static CleanState? Of(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        KeyValuePair<string, object?>[]? clean = null;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Key != Template && TextOf(values[i].Value) is { } text && LogText.IsHostile(text, LogText.Longest))
            {
                clean ??= [.. values];
                clean[i] = KeyValuePair.Create(values[i].Key, (object?)LogText.Clean(text, LogText.Longest));
            }
        }

        return clean is null ? null : new CleanState(clean);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The template with the values in their places.</summary>
    public override string ToString()
    {
        var template = Array.Find(_values, v => v.Key == Template).Value as string ?? "";
        var line = new StringBuilder(template.Length + 128);
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                line.Append(c);
                i++;
            }
            else if (c == '{' && template.IndexOf('}', i) is var end and > 0)
            {
                var hole = template[(i + 1)..end];
                line.Append(Array.Find(_values, v => v.Key == hole.Split(':', ',')[0]).Value);
                i = end;
            }
            else
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }

    // Numbers, times and names of enumerations are ours.
    private static string? TextOf(object? value) => value is null or IFormattable ? null : value as string ?? value.ToString();
}
