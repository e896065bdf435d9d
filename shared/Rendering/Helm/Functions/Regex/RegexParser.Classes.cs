using System.Globalization;

namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>The part of the parser for escapes and character classes.</summary>
internal sealed partial class RegexParser
{
    private RegexNode Escape()
    {
        var start = _at;
        if (_at + 1 >= _text.Length)
        {
            throw Error("trailing backslash at end of expression", "");
        }

        switch (_text[_at + 1])
        {
            case 'A':
                _at += 2;
                return new AssertNode(Assertion.TextStart);
            case 'z':
                _at += 2;
                return new AssertNode(Assertion.TextEnd);
            case 'b':
                _at += 2;
                return new AssertNode(Assertion.WordBoundary);
            case 'B':
                _at += 2;
                return new AssertNode(Assertion.NoWordBoundary);
            case 'C':
                throw Error("invalid escape sequence", "\\C");
        }

        return EscapedClass() is { } set ? new SetNode(set) : Single(EscapedRune(start));
    }

    // \d, \w, \s, \p and their negations; null when the escape is something else.
    private RuneSet? EscapedClass()
    {
        var letter = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        var perl = char.ToLowerInvariant(letter) switch
        {
            'd' => RuneSet.Of("09"),
            'w' => RuneSet.Of("09AZ__az"),
            's' => RuneSet.Of("\t\n\f\r  "),
            _ => null,
        };
        if (perl is not null)
        {
            _at += 2;
            perl = _flags.HasFlag(Flags.FoldCase) ? perl.Fold() : perl;
            return char.IsAsciiLetterUpper(letter) ? perl.Negated() : perl;
        }

        return letter is 'p' or 'P' ? UnicodeClass(letter == 'P') : null;
    }

    private RuneSet UnicodeClass(bool negative)
    {
        var start = _at;
        _at += 2;
        string name;
        if (_at < _text.Length && _text[_at] == '{')
        {
            var close = _text.IndexOf('}', _at);
            if (close < 0)
            {
                throw Error("invalid character class range", _text[start..]);
            }

            name = _text[(_at + 1)..close];
            _at = close + 1;
        }
        else if (_at < _text.Length)
        {
            name = _text[_at++].ToString();
        }
        else
        {
            throw Error("invalid character class range", _text[start..]);
        }

        if (name.StartsWith('^'))
        {
            negative = !negative;
            name = name[1..];
        }

        var set = RuneSet.Unicode(name) ?? throw Error("invalid character class range", _text[start.._at]);
        set = _flags.HasFlag(Flags.FoldCase) ? set.Fold() : set;
        return negative ? set.Negated() : set;
    }

    private int EscapedRune(int start)
    {
        _at++;
        if (_at >= _text.Length)
        {
            throw Error("trailing backslash at end of expression", "");
        }

        var c = ReadRune();
        switch (c)
        {
            case >= '1' and <= '7' when _at >= _text.Length || _text[_at] is < '0' or > '7':
                break;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var i = 1; i < 3 && _at < _text.Length && _text[_at] is >= '0' and <= '7'; i++)
                {
                    octal = (octal * 8) + _text[_at++] - '0';
                }

                return octal;
            case 'x':
                return HexRune(start);
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)c):
                return c;
        }

        throw Error("invalid escape sequence", _text[start.._at]);
    }

    private int HexRune(int start)
    {
        var (value, digits) = (0, 0);
        var braced = _at < _text.Length && _text[_at] == '{';
        _at += braced ? 1 : 0;
        while (_at < _text.Length && value <= 0x10FFFF)
        {
            var c = ReadRune();
            if (braced && c == '}' && digits > 0)
            {
                return value;
            }

            if (c > 'f' || !char.IsAsciiHexDigit((char)c))
            {
                // The second digit is looked at whatever the first one is.
                _ = !braced && digits == 0 && _at < _text.Length ? ReadRune() : 0;
                break;
            }

            value = (value * 16) + Convert.ToInt32(((char)c).ToString(), 16);
            digits++;
            if (!braced && digits == 2)
            {
                return value;
            }
        }

        throw Error("invalid escape sequence", _text[start.._at]);
    }

    private RuneSet Class()
    {
        var start = _at++;
        var negative = _at < _text.Length && _text[_at] == '^';
        _at += negative ? 1 : 0;
        var set = new RuneSet();
        var first = true;
        while (_at >= _text.Length || _text[_at] != ']' || first)
        {
            if (_at >= _text.Length)
            {
                throw Error("missing closing ]", _text[start..]);
            }

            first = false;
            if (StartsWith("[:") && NamedClass() is { } named)
            {
                set.Add(named);
            }
            else if (_text[_at] == '\\' && EscapedClass() is { } escaped)
            {
                set.Add(escaped);
            }
            else
            {
                Range(set);
            }
        }

        _at++;
        return negative ? set.Negated() : set;
    }

    private void Range(RuneSet set)
    {
        var start = _at;
        var from = ClassRune();
        var to = from;
        if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
        {
            _at++;
            to = ClassRune();
            if (to < from)
            {
                throw Error("invalid character class range", _text[start.._at]);
            }
        }

        var range = new RuneSet().Add(from, to);
        set.Add(_flags.HasFlag(Flags.FoldCase) ? range.Fold() : range);
    }

    private int ClassRune()
    {
        if (_at >= _text.Length)
        {
            throw Error("missing closing ]", _text);
        }

        return _text[_at] == '\\' ? EscapedRune(_at) : ReadRune();
    }

    private RuneSet? NamedClass()
    {
        var end = _text.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var name = _text[(_at + 2)..end];
        var negative = name.StartsWith('^');
        var set = name.TrimStart('^') switch
        {
            "alnum" => RuneSet.Of("09AZaz"),
            "alpha" => RuneSet.Of("AZaz"),
            "ascii" => new RuneSet().Add(0, 0x7F),
            "blank" => RuneSet.Of("\t\t  "),
            "cntrl" => new RuneSet().Add(0, 0x1F).Add(0x7F, 0x7F),
            "digit" => RuneSet.Of("09"),
            "graph" => RuneSet.Of("!~"),
            "lower" => RuneSet.Of("az"),
            "print" => RuneSet.Of(" ~"),
            "punct" => RuneSet.Of("!/:@[`{~"),
            "space" => RuneSet.Of("\t\r  "),
            "upper" => RuneSet.Of("AZ"),
            "word" => RuneSet.Of("09AZ__az"),
            "xdigit" => RuneSet.Of("09AFaf"),
            _ => throw Error("invalid character class range", _text[_at..(end + 2)]),
        };
        _at = end + 2;
        set = _flags.HasFlag(Flags.FoldCase) ? set.Fold() : set;
        return negative ? set.Negated() : set;
    }
}
