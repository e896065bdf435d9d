using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Functions.Toml;

/// <summary>The part of the reader for texts in quotes, which have been opened.</summary>
internal sealed partial class TomlReader
{
    // Where the text in quotes began, for messages.
    private int _quotedFrom;

    private string Raw()
    {
        var start = _text.Place;
        while (true)
        {
            switch (_text.Next())
            {
                case TomlText.End:
                    throw _text.Error("unexpected EOF; expected \"'\"");
                case '\n' or '\r':
                    throw _text.ErrorBefore("strings cannot contain newlines");
                case '\'':
                    return _text.From(start)[..^1];
            }
        }
    }

    private string Quoted()
    {
        _quotedFrom = _text.Place;
        var result = new StringBuilder();
        while (true)
        {
            switch (_text.Next())
            {
                case TomlText.End:
                    throw _text.Error("unexpected EOF; expected '\"'");
                case '\n' or '\r':
                    throw _text.ErrorBefore("strings cannot contain newlines");
                case '\\':
                    Escape(result);
                    break;
                case '"':
                    return result.ToString();
                case var c:
                    result.Append(char.ConvertFromUtf32(c));
                    break;
            }
        }
    }

    // Between three quotes: up to two of them may stand inside, also at the end. The first line break is not part of the text.
    private string Lines(char quote)
    {
        var result = new StringBuilder();
        if (_text.Peek() is '\n' or '\r')
        {
            _text.While(static c => c == '\r');
            _text.Next();
        }

        _quotedFrom = _text.Place;
        while (true)
        {
            var c = _text.Next();
            if (c == TomlText.End)
            {
                throw _text.Error(quote == '"' ? "unexpected EOF; expected '\"\"\"'" : "unexpected EOF; expected \"'''\"");
            }

            if (c == '\\' && quote == '"')
            {
                EscapeInLines(result);
            }
            else if (c != quote)
            {
                result.Append(char.ConvertFromUtf32(c));
            }
            else if (Closing(quote) is var count && count < 3)
            {
                result.Append(quote, count);
            }
            else
            {
                return result.Append(quote, count - 3).ToString();
            }
        }
    }

    // How many quotes stand here, the one just read included.
    private int Closing(char quote)
    {
        var count = 1;
        while (_text.Accept(quote))
        {
            if (++count > 5)
            {
                throw _text.Error(quote == '"' ? "unexpected '\"\"\"\"\"\"'" : "unexpected \"''''''\"");
            }
        }

        return count;
    }

    // A backslash at the end of a line takes away all white space up to the next character.
    private void EscapeInLines(StringBuilder result)
    {
        var start = _text.Place;
        _text.While(static c => c is ' ' or '\t');
        if (_text.Peek() is '\n' or '\r')
        {
            _text.While(static c => c is ' ' or '\t' or '\n' or '\r');
            return;
        }

        if (_text.Place > start)
        {
            throw _text.Error($"invalid escape: '\\{_text.From(start)[0]}'");
        }

        Escape(result);
    }

    private void Escape(StringBuilder result)
    {
        var line = _text.Line;
        var c = _text.Next();
        var (digits, words) = c switch { 'x' => (2, "two"), 'u' => (4, "four"), 'U' => (8, "eight"), _ => (0, "") };
        if (digits > 0)
        {
            var start = _text.Place;
            for (var i = 0; i < digits; i++)
            {
                if (_text.Next() is var digit && !(digit is > 0 and < 0x80 && char.IsAsciiHexDigit((char)digit)))
                {
                    throw _text.Error($"expected {words} hexadecimal digits after '\\{(char)c}', but got {Template.Fmt.GoStrconv.Quote(_text.From(_quotedFrom))} instead");
                }
            }

            var hex = _text.From(start);
            result.Append(uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var code && code <= 0x10FFFF && Rune.IsValid((int)code)
                ? char.ConvertFromUtf32((int)code)
                : throw _text.ErrorAt(line, $"Escaped character '\\u{hex}' is not valid UTF-8."));
            return;
        }

        result.Append(c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001B',
            '"' => '"',
            '\\' => '\\',
            ' ' or '\t' => throw _text.ErrorAt(line, $"invalid escape: '\\{(char)c}'"),
            _ => throw _text.Error($"invalid escape in string '\\{(c == TomlText.End ? "\0" : char.ConvertFromUtf32(c))}'"),
        });
    }
}
