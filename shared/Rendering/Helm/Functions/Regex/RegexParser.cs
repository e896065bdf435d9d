using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>Parses the syntax of Go's regexp package (RE2), with its error texts.</summary>
internal sealed partial class RegexParser
{
    private const int DeepestNesting = 1_000;
    private const int MostRepeats = 1_000;

    private readonly string _text;
    private readonly List<string> _names = [""];
    private int _at;
    private int _depth;
    private Flags _flags = Flags.OneLine;

    private RegexParser(string text) => _text = text;

    [Flags]
    private enum Flags
    {
        None = 0,
        FoldCase = 1,
        OneLine = 2,
        DotNewLine = 4,
        Ungreedy = 8,
    }

    /// <summary>Parses an expression.</summary>
    /// <returns>The expression and the names of its groups, empty for unnamed ones; the first is the whole match.</returns>
    /// <exception cref="GoErrorException">The expression is wrong; the text is Go's.</exception>
    public static (RegexNode Node, IReadOnlyList<string> Names) Parse(string text)
    {
        if (GoText.ContainsEscapedByte(text))
        {
            throw Error("invalid UTF-8", text);
        }

        var parser = new RegexParser(text);
        var node = parser.Choice();
        if (parser._at < text.Length)
        {
            throw Error("unexpected )", text);
        }

        return (node, parser._names);
    }

    private static GoErrorException Error(string what, string where) => new($"error parsing regexp: {what}: `{where}`");

    private RegexNode Choice()
    {
        if (++_depth > DeepestNesting)
        {
            throw Error("expression nests too deeply", _text);
        }

        var choices = new List<RegexNode> { Sequence() };
        while (_at < _text.Length && _text[_at] == '|')
        {
            _at++;
            choices.Add(Sequence());
        }

        _depth--;
        return choices.Count == 1 ? choices[0] : new ChoiceNode(choices);
    }

    private RegexNode Sequence()
    {
        var parts = new List<RegexNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            var start = _at;
            if (StartsWith("\\Q"))
            {
                Literal(parts);
            }
            else if (_text[_at] is '*' or '+' or '?' || (_text[_at] == '{' && TryRepeat(out _, out _, out var length) && length > 0))
            {
                Repeat(parts, start);
            }
            else if (Atom() is { } atom)
            {
                parts.Add(atom);
            }
        }

        return parts.Count switch { 0 => new EmptyNode(), 1 => parts[0], _ => new SequenceNode(parts) };
    }

    private void Literal(List<RegexNode> parts)
    {
        var end = _text.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
        var literal = end < 0 ? _text[(_at + 2)..] : _text[(_at + 2)..end];
        _at = end < 0 ? _text.Length : end + 2;
        foreach (var rune in literal.EnumerateRunes())
        {
            parts.Add(Single(rune.Value));
        }
    }

    private string _lastRepeat = "";
    private int _lastRepeatEnd = -1;

    private void Repeat(List<RegexNode> parts, int start)
    {
        int minimum, maximum;
        if (_text[_at] == '{')
        {
            TryRepeat(out minimum, out maximum, out var length);
            _at += length;
            if (minimum > MostRepeats || maximum > MostRepeats || (maximum >= 0 && minimum > maximum))
            {
                throw Error("invalid repeat count", _text[start.._at]);
            }
        }
        else
        {
            (minimum, maximum) = _text[_at] switch { '*' => (0, -1), '+' => (1, -1), _ => (0, 1) };
            _at++;
        }

        var lazy = _at < _text.Length && _text[_at] == '?';
        _at += lazy ? 1 : 0;
        var shown = _text[start.._at];
        if (_lastRepeatEnd == start && parts.Count > 0)
        {
            throw Error("invalid nested repetition operator", _lastRepeat + shown);
        }

        if (parts.Count == 0)
        {
            throw Error("missing argument to repetition operator", shown);
        }

        _lastRepeat = shown;
        _lastRepeatEnd = _at;
        parts[^1] = new RepeatNode(parts[^1], minimum, maximum, lazy == _flags.HasFlag(Flags.Ungreedy));
    }

    // "{2}", "{2,}", "{2,5}"; anything else in braces is text.
    private bool TryRepeat(out int minimum, out int maximum, out int length)
    {
        minimum = maximum = length = 0;
        var close = _text.IndexOf('}', _at);
        if (close < 0)
        {
            return false;
        }

        var parts = _text[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || !TryCount(parts[0], out minimum))
        {
            return false;
        }

        maximum = parts.Length == 1 ? minimum : -1;
        if (parts.Length == 2 && parts[1].Length > 0 && !TryCount(parts[1], out maximum))
        {
            return false;
        }

        length = close + 1 - _at;
        return true;
    }

    private static bool TryCount(string text, out int count)
    {
        count = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit) || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        count = text.Length > 8 ? int.MaxValue : int.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }

    private RegexNode? Atom()
    {
        var c = _text[_at];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                return new SetNode(Class());
            case '.':
                _at++;
                return new SetNode(_flags.HasFlag(Flags.DotNewLine) ? new RuneSet().Add(0, 0x10FFFF) : new RuneSet().Add('\n', '\n').Negated());
            case '^':
                _at++;
                return new AssertNode(_flags.HasFlag(Flags.OneLine) ? Assertion.TextStart : Assertion.LineStart);
            case '$':
                _at++;
                return new AssertNode(_flags.HasFlag(Flags.OneLine) ? Assertion.TextEnd : Assertion.LineEnd);
            case '\\':
                return Escape();
            default:
                return Single(ReadRune());
        }
    }

    private SetNode Single(int c)
    {
        var set = new RuneSet().Add(c, c);
        return new SetNode(_flags.HasFlag(Flags.FoldCase) ? set.Fold() : set);
    }

    private RegexNode? Group()
    {
        var start = _at;
        var outer = _flags;
        var index = 0;
        if (StartsWith("(?"))
        {
            if (StartsWith("(?P<") || (StartsWith("(?<") && _text.Length > _at + 3))
            {
                index = Named();
            }
            else if (!GroupFlags())
            {
                return null;
            }
        }
        else
        {
            _at++;
            index = _names.Count;
            _names.Add("");
        }

        var inner = Choice();
        if (_at >= _text.Length)
        {
            throw Error("missing closing )", _text);
        }

        _ = start;
        _at++;
        _flags = outer;
        return new GroupNode(inner, index);
    }

    private int Named()
    {
        var open = _text.IndexOf('<', _at);
        var close = _text.IndexOf('>', open);
        if (close < 0)
        {
            throw Error("invalid named capture", _text[_at..]);
        }

        var name = _text[(open + 1)..close];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw Error("invalid named capture", _text[_at..(close + 1)]);
        }

        _at = close + 1;
        _names.Add(name);
        return _names.Count - 1;
    }

    // "(?i)" changes the flags from here on (false); "(?i:" opens a group with them (true).
    private bool GroupFlags()
    {
        var start = _at;
        _at += 2;
        var flags = _flags;
        var negative = false;
        var seen = false;
        while (_at < _text.Length)
        {
            var c = ReadRune();
            var flag = c switch
            {
                'i' => Flags.FoldCase,
                'm' => Flags.OneLine,
                's' => Flags.DotNewLine,
                'U' => Flags.Ungreedy,
                _ => Flags.None,
            };
            if (flag != Flags.None)
            {
                seen = true;
                flags = (flag == Flags.OneLine) == negative ? flags | flag : flags & ~flag;
                continue;
            }

            if (c == '-' && !negative)
            {
                negative = true;
                seen = false;
                continue;
            }

            if (c is ':' or ')' && (!negative || seen))
            {
                _flags = flags;
                return c == ':';
            }

            throw Error("invalid or unsupported Perl syntax", _text[start.._at]);
        }

        throw Error("invalid or unsupported Perl syntax", _text[start..]);
    }

    private int ReadRune()
    {
        var value = Rune.TryGetRuneAt(_text, _at, out var rune) ? rune.Value : 0xFFFD;
        _at += value > 0xFFFF ? 2 : 1;
        return value;
    }

    private bool StartsWith(string text) => _text.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);
}
