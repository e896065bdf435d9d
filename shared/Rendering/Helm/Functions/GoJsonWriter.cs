using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Writes values as Go's encoding/json does.</summary>
internal readonly struct GoJsonWriter
{
    private readonly StringBuilder _text;
    private readonly TemplateContext _context;
    private readonly bool _escapeHtml;
    private readonly bool _indent;

    private GoJsonWriter(TemplateContext context, bool escapeHtml, bool indent)
    {
        _text = new StringBuilder();
        _context = context;
        _escapeHtml = escapeHtml;
        _indent = indent;
    }

    /// <summary>The JSON text.</summary>
    /// <exception cref="GoErrorException">The value has no JSON form.</exception>
    public static string Write(object? value, TemplateContext context, bool escapeHtml = true, bool indent = false)
    {
        var writer = new GoJsonWriter(context, escapeHtml, indent);
        writer.Value(value, 0);
        return writer._text.ToString();
    }

    /// <summary>A float64 as JSON shows it.</summary>
    public static string Number(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new GoErrorException($"json: unsupported value: {GoFloat.Shortest(number)}");
        }

        var size = Math.Abs(number);
        if (size == 0 || size is >= 1e-6 and < 1e21)
        {
            return GoFloat.Format(number, 'f', -1);
        }

        var text = GoFloat.Format(number, 'e', -1);
        return text.Length > 3 && text[^4..^1] == "e-0" ? text[..^2] + text[^1] : text;
    }

    private void Value(object? value, int depth)
    {
        switch (value)
        {
            case null or GoMap { IsNil: true } or GoList { IsNil: true }:
                _text.Append("null");
                break;
            case string text:
                String(text);
                break;
            case bool truth:
                _text.Append(truth ? "true" : "false");
                break;
            case double number:
                _text.Append(Number(number));
                break;
            case GoMap map:
                Map(map, depth);
                break;
            case GoList list:
                List(list, depth);
                break;
            case byte[] nothing when ReferenceEquals(nothing, GoMapType.NoBytes):
                _text.Append("null");
                break;
            case byte[] bytes:
                _context.Work(bytes.Length * 4L / 3);
                _text.Append('"').Append(Convert.ToBase64String(bytes)).Append('"');
                break;
            case GoTime time:
                _text.Append('"').Append(time.Rfc3339).Append('"');
                break;
            case GoVersion version:
                String(version.StringValue);
                break;
            case GoNamedInt named:
                _text.Append(named.Value);
                break;
            case IGoObject structure:
                Struct(structure, depth);
                break;
            case GoFunction or System.Numerics.Complex:
                throw new GoErrorException($"json: unsupported type: {GoReflect.TypeName(value)}");
            default:
                _text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Map(GoMap map, int depth)
    {
        GoPrinter.CheckDepth(depth, _context);
        _text.Append('{');
        var first = true;
        foreach (var key in map.SortedKeys())
        {
            Separate(ref first, depth + 1);
            String(key);
            _text.Append(_indent ? ": " : ":");
            Value(map[key], depth + 1);
        }

        Close('}', first, depth);
    }

    private void List(GoList list, int depth)
    {
        GoPrinter.CheckDepth(depth, _context);
        _text.Append('[');
        var first = true;
        foreach (var item in list)
        {
            Separate(ref first, depth + 1);
            Value(item, depth + 1);
        }

        Close(']', first, depth);
    }

    private void Struct(IGoObject structure, int depth)
    {
        GoPrinter.CheckDepth(depth, _context);
        _text.Append('{');
        var first = true;
        foreach (var (name, value) in StructFields.Of(structure))
        {
            Separate(ref first, depth + 1);
            String(name);
            _text.Append(_indent ? ": " : ":");
            Value(value, depth + 1);
        }

        Close('}', first, depth);
    }

    private void Separate(ref bool first, int depth)
    {
        if (!first)
        {
            _text.Append(',');
        }

        first = false;
        if (_indent)
        {
            _text.Append('\n').Append(' ', depth * 2);
        }

        if (_text.Length > _context.Limits.OutputCharacters)
        {
            throw new TemplateLimitException($"a JSON text is longer than {_context.Limits.OutputCharacters} characters");
        }
    }

    private void Close(char end, bool empty, int depth)
    {
        if (_indent && !empty)
        {
            _text.Append('\n').Append(' ', depth * 2);
        }

        _text.Append(end);
    }

    private void String(string text)
    {
        _context.Work(text.Length);
        _text.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80)
            {
                Ascii(c);
            }
            else if (c is '\u2028' or '\u2029')
            {
                _text.Append("\\u").Append(((int)c).ToString("x4"));
            }
            else if (GoText.IsEscapedByte(text, i))
            {
                _text.Append("\\ufffd");
            }
            else
            {
                _text.Append(c);
            }
        }

        _text.Append('"');
    }

    private void Ascii(char c) => _ = c switch
    {
        '"' => _text.Append("\\\""),
        '\\' => _text.Append("\\\\"),
        '\b' => _text.Append("\\b"),
        '\f' => _text.Append("\\f"),
        '\n' => _text.Append("\\n"),
        '\r' => _text.Append("\\r"),
        '\t' => _text.Append("\\t"),
        < ' ' => _text.Append("\\u").Append(((int)c).ToString("x4")),
        '<' or '>' or '&' when _escapeHtml => _text.Append("\\u").Append(((int)c).ToString("x4")),
        _ => _text.Append(c),
    };
}
