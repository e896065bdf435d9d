using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Writes values as TOML in the shape of the library Helm uses: plain keys first, then tables, two spaces deeper per level.</summary>
internal sealed class GoTomlWriter(TemplateContext context)
{
    private readonly StringBuilder _text = new();

    /// <summary>The TOML text.</summary>
    /// <exception cref="GoErrorException">The value has no TOML form.</exception>
    public static string Write(object? value, TemplateContext context)
    {
        var writer = new GoTomlWriter(context);
        writer.Entry([], value);
        return writer._text.ToString();
    }

    private static bool IsTable(object? value) => value is GoMap or (IGoObject and not GoTime and not GoVersion);

    // A list of nothing but tables is written as tables of its own.
    private static bool IsTableList(object? value) => value is GoList { Count: > 0 } list && list.All(IsTable);

    private void Entry(string[] path, object? value)
    {
        switch (value)
        {
            case null or GoMap { IsNil: true }:
                break;
            case GoMap or (IGoObject and not GoTime and not GoVersion):
                Table(path, value);
                break;
            case GoList list when IsTableList(list):
                if (path.Length == 0)
                {
                    throw new GoErrorException("toml: top-level values must be Go maps or structs");
                }

                foreach (var item in list)
                {
                    NewLine();
                    Line(path, $"[[{Path(path)}]]");
                    Body(path, item!, 0);
                }

                break;
            case GoFunction or System.Numerics.Complex:
                throw new GoErrorException($"unsupported type for key '{Path(path)}': {GoReflect.KindName(GoReflect.Kind(value))}");
            default:
                if (path.Length > 0)
                {
                    _text.Append(Indent(path)).Append(Key(path[^1])).Append(" = ");
                }

                Element(value, 0);
                _text.Append(path.Length > 0 ? "\n" : "");
                break;
        }
    }

    private void Table(string[] path, object value)
    {
        if (path.Length == 1)
        {
            NewLine();
        }

        if (path.Length > 0)
        {
            Line(path, $"[{Path(path)}]");
        }

        Body(path, value, path.Length);
    }

    private void Body(string[] path, object value, int depth)
    {
        GoPrinter.CheckDepth(Math.Max(depth, path.Length), context);
        var entries = Entries(value);
        foreach (var (key, item) in entries.Where(e => !IsTable(e.Value) && !IsTableList(e.Value)))
        {
            Entry([.. path, key], item);
        }

        foreach (var (key, item) in entries.Where(e => IsTable(e.Value) || IsTableList(e.Value)))
        {
            Entry([.. path, key], item);
        }
    }

    private static List<(string Key, object? Value)> Entries(object value)
    {
        if (value is GoMap map)
        {
            return [.. map.SortedKeys().Select(k => (k, map[k]))];
        }

        var structure = (IGoObject)value;
        return [.. structure.FieldNames.Select(n => (n, structure.TryGetField(n, out var field) ? field : null))];
    }

    private void Element(object? value, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        switch (value)
        {
            case null:
                throw new GoErrorException("toml: cannot encode array with nil element");
            case string text:
                Quoted(text);
                break;
            case bool truth:
                _text.Append(truth ? "true" : "false");
                break;
            case double number:
                _text.Append(Float(number));
                break;
            case GoTime time:
                _text.Append(GoLayout.Format(time, time.Zone.Name switch
                {
                    GoZone.LocalDateTime => "2006-01-02T15:04:05.999999999",
                    GoZone.LocalDate => "2006-01-02",
                    GoZone.LocalTime => "15:04:05.999999999",
                    _ => "2006-01-02T15:04:05.999999999Z07:00",
                }));
                break;
            case GoVersion version:
                Quoted(version.StringValue);
                break;
            case GoNamedInt { TypeName: "time.Duration" } duration:
                Quoted(duration.Text);
                break;
            case GoNamedInt named:
                _text.Append(named.Value);
                break;
            case byte[] bytes:
                _text.Append('[').AppendJoin(", ", bytes).Append(']');
                break;
            case GoList list:
                Array(list, depth);
                break;
            case GoMap or IGoObject:
                Inline(value, depth);
                break;
            case GoFunction or System.Numerics.Complex:
                throw new GoErrorException($"unexpected type: {GoReflect.TypeName(value)}");
            default:
                _text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Array(GoList list, int depth)
    {
        if (list.Any(i => i is null))
        {
            throw new GoErrorException("toml: cannot encode array with nil element");
        }

        _text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            _text.Append(i > 0 ? ", " : "");
            Element(list[i], depth + 1);
        }

        _text.Append(']');
    }

    private void Inline(object value, int depth)
    {
        _text.Append('{');
        var entries = Entries(value).ToLookup(e => IsTable(e.Value) || IsTableList(e.Value));
        InlineEntries(value, [.. entries[false]], entries[true].Any(), depth);
        InlineEntries(value, [.. entries[true]], goesOn: false, depth);
        _text.Append('}');
    }

    // Nil is left out, but the library still takes it for what comes behind a comma.
    private void InlineEntries(object of, (string Key, object? Value)[] entries, bool goesOn, int depth)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Value is null or GoMap { IsNil: true })
            {
                continue;
            }

            _text.Append(Key(entries[i].Key)).Append(" = ");
            Element(entries[i].Value, depth + 1);
            _text.Append((of is IGoObject structure ? !IsLast(structure, entries[i].Key) : goesOn || i < entries.Length - 1) ? ", " : "");
        }
    }

    // The library takes the place among all fields for the place among the exported ones.
    private static bool IsLast(IGoObject structure, string field)
    {
        var all = structure.AllFields?.Select(f => f.Key).ToList() ?? [.. structure.FieldNames];
        return all.IndexOf(field) == structure.FieldNames.Count - 1;
    }

    private static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return (double.IsNegative(number) ? "-" : "") + (double.IsNaN(number) ? "nan" : "inf");
        }

        var text = GoFloat.Shortest(number);
        return text.AsSpan().IndexOfAny('e', '.') >= 0 ? text : text + ".0";
    }

    private void NewLine() => _text.Append(_text.Length > 0 ? "\n" : "");

    private void Line(string[] path, string text)
    {
        context.Work(text.Length + (path.Length * 2L));
        _text.Append(Indent(path)).Append(text).Append('\n');
    }

    private static string Indent(string[] path) => new(' ', Math.Max(path.Length - 1, 0) * 2);

    private static string Path(string[] path) => string.Join('.', path.Select(Key));

    private static string Key(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : $"\"{Escaped(key)}\"";

    private void Quoted(string text)
    {
        context.Work(text.Length);
        _text.Append('"').Append(Escaped(text)).Append('"');
    }

    /// <summary>The inside of a text in quotes.</summary>
    public static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\b' => result.Append("\\b"),
                '\t' => result.Append("\\t"),
                '\n' => result.Append("\\n"),
                '\f' => result.Append("\\f"),
                '\r' => result.Append("\\r"),
                < ' ' or '\x7f' => result.Append("\\u").Append(((int)c).ToString("x4")),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }
}
