using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>Takes a setting line apart: texts up to a stop character, indexes, JSON.</summary>
/// <param name="text">The line.</param>
/// <param name="escapes">Whether a backslash takes the character behind it as it is.</param>
internal ref struct SetScanner(string text, bool escapes)
{
    private readonly string _text = text;
    private readonly bool _escapes = escapes;
    private int _at;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _at >= _text.Length;

    /// <summary>Passes over a character; false where another one stands.</summary>
    public bool Skip(char character)
    {
        var isThere = !IsAtEnd && _text[_at] == character;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>One JSON value, then blanks and one comma; nothing before the next comma is null.</summary>
    /// <exception cref="GoErrorException">It is no JSON.</exception>
    public object? Json()
    {
        if (SkipToValue())
        {
            return null;
        }

        var value = GoJson.DecodeOne(_text, _at, out _at);
        SkipToValue();
        return value;
    }

    // True when only blanks stand before the next comma (which is taken) or the end.
    private bool SkipToValue()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == ',')
            {
                _at++;
                return true;
            }

            if (!char.IsWhiteSpace(_text[_at]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>All that is left.</summary>
    public string Rest()
    {
        var rest = _text[_at..];
        _at = _text.Length;
        return rest;
    }

    /// <summary>The index up to the closing bracket; null at the end of the line.</summary>
    /// <exception cref="GoErrorException">It is no whole number.</exception>
    public int? Index()
    {
        var (digits, last) = Until("]");
        if (last == '\0')
        {
            return null;
        }

        return SetScalar.WholeNumber(digits) is { } index
            ? (int)Math.Clamp(index, int.MinValue, int.MaxValue)
            : throw new GoErrorException($"error parsing index: strconv.Atoi: parsing {GoStrconv.Quote(digits)}: {SetScalar.NumberError(digits)}");
    }

    /// <summary>The text up to the first of the stop characters, and that character; NUL for the end of the line.</summary>
    public (string Text, char Last) Until(string stops)
    {
        var start = _at;
        StringBuilder? unescaped = null;
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (stops.Contains(c))
            {
                var end = _at++;
                return (unescaped?.ToString() ?? _text[start..end], c);
            }

            if (c == '\\' && _escapes)
            {
                unescaped ??= new StringBuilder(_text, start, _at - start, 16 + _text.Length - start);
                if (++_at >= _text.Length)
                {
                    break;
                }

                unescaped.Append(_text[_at]);
                continue;
            }

            unescaped?.Append(c);
        }

        return (unescaped?.ToString() ?? _text[start..], '\0');
    }
}
