using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>JSON into values as Go's <c>encoding/json</c> decodes it (every number a float64, the last of two equal keys counts), with its error texts.</summary>
internal ref struct GoJson
{
    // Go's own limit is 10,000; ours is what every later walk over the value can bear.
    private const int MostDepth = 200;

    private const string WholeEnd = "unexpected end of JSON input";

    private readonly string _text;
    private readonly string _atEnd;
    private bool _keepsNumbers;
    private string? _tooLarge;
    private int _at;
    private int _depth;

    private GoJson(string text, int start, string atEnd)
    {
        _text = text;
        _at = start;
        _atEnd = atEnd;
    }

    /// <summary>Decodes a text that is one JSON value and nothing else.</summary>
    /// <exception cref="GoErrorException">It is not.</exception>
    /// <param name="text">The text.</param>
    /// <param name="asCollection">Whether a number alone is of no use anyway, so that it does not matter how large it is.</param>
    public static object? Decode(string text, bool asCollection = false)
    {
        var reader = new GoJson(text, 0, WholeEnd);
        reader.SkipSpace();
        var value = reader.Value();
        reader.SkipSpace();
        return reader._at < text.Length ? throw reader.Unexpected("after top-level value") : asCollection && value is double ? value : reader.Fitting(value);
    }

    /// <summary>Decodes a text that is one JSON value; numbers become <see cref="WrittenNumber"/>, of any size.</summary>
    /// <exception cref="GoErrorException">It is not.</exception>
    public static object? DecodeAsWritten(string text)
    {
        var reader = new GoJson(text, 0, "EOF") { _keepsNumbers = true };
        reader.SkipSpace();
        var value = reader.Value();
        reader.SkipSpace();
        return reader._at == text.Length ? value : throw reader.Unexpected("after top-level value");
    }

    /// <summary>Decodes the value that starts at <paramref name="start"/> (after blanks) and tells where it ends.</summary>
    /// <exception cref="GoErrorException">There is none.</exception>
    public static object? DecodeOne(string text, int start, out int end)
    {
        var reader = new GoJson(text, start, "unexpected EOF");
        reader.SkipSpace();
        var value = reader.Value();
        end = reader._at;
        return reader.Fitting(value);
    }

    private object? Value()
    {
        switch (Peek())
        {
            case '{':
                return Map();
            case '[':
                return List();
            case '"':
                return Text();
            case 't':
                return Literal("true", true);
            case 'f':
                return Literal("false", false);
            case 'n':
                return Literal("null", null);
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                throw Unexpected("looking for beginning of value");
        }
    }

    private GoMap Map()
    {
        Enter();
        var map = new GoMap();
        if (Peek() == '}')
        {
            _at++;
            _depth--;
            return map;
        }

        while (true)
        {
            if (Peek() != '"')
            {
                throw Unexpected("looking for beginning of object key string");
            }

            var key = Text();
            SkipSpace();
            if (Peek() != ':')
            {
                throw Unexpected("after object key");
            }

            _at++;
            SkipSpace();
            map[key] = Value();
            SkipSpace();
            var c = Peek();
            if (c is not (',' or '}'))
            {
                throw Unexpected("after object key:value pair");
            }

            _at++;
            if (c == '}')
            {
                _depth--;
                return map;
            }

            SkipSpace();
        }
    }

    private GoList List()
    {
        Enter();
        var list = new GoList();
        if (Peek() == ']')
        {
            _at++;
            _depth--;
            return list;
        }

        while (true)
        {
            list.Add(Value());
            SkipSpace();
            var c = Peek();
            if (c is not (',' or ']'))
            {
                throw Unexpected("after array element");
            }

            _at++;
            if (c == ']')
            {
                _depth--;
                return list;
            }

            SkipSpace();
        }
    }

    private string Text()
    {
        var start = ++_at;
        StringBuilder? unescaped = null;
        while (true)
        {
            var c = Peek();
            if (c == '"')
            {
                _at++;
                return unescaped?.ToString() ?? _text[start..(_at - 1)];
            }

            if (c < ' ')
            {
                throw Unexpected("in string literal");
            }

            if (c == '\\')
            {
                unescaped ??= new StringBuilder(_text, start, _at - start, 64 + _at - start);
                _at++;
                Escape(unescaped);
                continue;
            }

            unescaped?.Append(c);
            _at++;
        }
    }

    private void Escape(StringBuilder into)
    {
        var c = PeekInside("in string escape code");
        if (c != 'u')
        {
            into.Append(c switch
            {
                '"' or '\\' or '/' => c,
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => throw Unexpected("in string escape code"),
            });
            _at++;
            return;
        }

        _at++;
        var unit = Hex();
        if (char.IsHighSurrogate(unit) && _at + 1 < _text.Length && _text[_at] == '\\' && _text[_at + 1] == 'u')
        {
            var back = _at;
            _at += 2;
            var second = Hex();
            if (char.IsLowSurrogate(second))
            {
                into.Append(unit).Append(second);
                return;
            }

            _at = back;
        }

        into.Append(char.IsSurrogate(unit) ? '\uFFFD' : unit);
    }

    private char Hex()
    {
        var value = 0;
        for (var i = 0; i < 4; i++, _at++)
        {
            if (!char.IsAsciiHexDigit(PeekInside("in \\u hexadecimal character escape")))
            {
                throw Unexpected("in \\u hexadecimal character escape");
            }

            value = (value << 4) | Convert.ToInt32(_text[_at].ToString(), 16);
        }

        return (char)value;
    }

    private object? Literal(string word, object? value)
    {
        for (var i = 1; i < word.Length; i++)
        {
            _at++;
            if (PeekInside($"in literal {word} (expecting '{word[i]}')") != word[i])
            {
                throw Unexpected($"in literal {word} (expecting '{word[i]}')");
            }
        }

        _at++;
        return value;
    }

    private object Number()
    {
        var start = _at;
        if (_text[_at] == '-')
        {
            _at++;
            if (!char.IsAsciiDigit(PeekInside("in numeric literal")))
            {
                throw Unexpected("in numeric literal");
            }
        }

        if (_text[_at] == '0')
        {
            _at++;
        }
        else
        {
            Digits();
        }

        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            Digits("after decimal point in numeric literal");
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            _at += PeekInside("in exponent of numeric literal") is '+' or '-' ? 1 : 0;
            Digits("in exponent of numeric literal");
        }

        var number = double.Parse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return _keepsNumbers ? new WrittenNumber(number, _text[start.._at])
            : double.IsFinite(number) ? number : TooLarge(_text[start.._at]);
    }

    // Go checks the whole text before it decodes any of it.
    private double TooLarge(string number)
    {
        _tooLarge ??= number;
        return 0;
    }

    private readonly object? Fitting(object? value) =>
        _tooLarge is null ? value : throw new GoErrorException($"json: cannot unmarshal number {_tooLarge} into Go value of type float64");

    private void Digits(string? context = null)
    {
        if (context is not null && !char.IsAsciiDigit(PeekInside(context)))
        {
            throw Unexpected(context);
        }

        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
    }

    private void Enter()
    {
        if (++_depth > MostDepth)
        {
            throw new GoErrorException("exceeded max depth");
        }

        _at++;
        SkipSpace();
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : throw new GoErrorException(_atEnd);

    // Inside of a word or number Go's checker is shown a blank where the text ends, and complains of that; a decoder of a stream is not.
    private readonly char PeekInside(string context) =>
        _at < _text.Length || _atEnd != WholeEnd ? Peek() : throw new GoErrorException($"invalid character ' ' {context}");

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    // Go reads bytes: a character outside ASCII is shown as the Latin-1 image of its first byte.
    private readonly GoErrorException Unexpected(string context)
    {
        if (_at >= _text.Length)
        {
            return new GoErrorException(_atEnd);
        }

        var width = char.IsHighSurrogate(_text[_at]) && _at + 1 < _text.Length ? 2 : 1;
        var first = new Rune(GoText.ToBytes(_text.Substring(_at, width))[0]);
        var shown = first.Value == '"' ? "'\"'" : GoStrconv.QuoteRune(first.Value, false);
        return new GoErrorException($"invalid character {shown} {context}");
    }
}
