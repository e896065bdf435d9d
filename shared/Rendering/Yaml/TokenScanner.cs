using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Yaml;

/// <summary>
/// Takes YAML apart as Go's reader does (the algorithm of libyaml): indentation becomes the beginning and end of blocks, and what turns out to
/// be a key is marked as one afterwards. Only what is needed to tell where a text goes wrong is kept.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="lookAhead">How many tokens it stays ahead of its caller; that decides which of two faults is met first.</param>
internal sealed class TokenScanner(string text, int lookAhead)
{
    private const int LongestKey = 1024;

    private readonly TextCursor _cursor = new(text);
    private readonly List<Token> _tokens = [];
    private readonly Stack<int> _indents = new();
    private readonly List<SimpleKey> _keys = [default];
    private readonly Dictionary<int, int> _keyAt = [];
    private ScalarScanner? _scalars;
    private DirectiveScanner? _directives;
    private int _head;
    private int _taken;
    private int _indent = -1;
    private int _flow;
    private bool _keyAllowed = true;
    private bool _ended;

    /// <summary>The next token; stays where it is.</summary>
    public Token Peek()
    {
        while (NeedsMore() && !_ended)
        {
            Fetch();
        }

        return _tokens[_head];
    }

    /// <summary>Goes past the next token.</summary>
    public void Take()
    {
        _keyAt.Remove(_taken);
        _head++;
        _taken++;
        if (_head > 4096)
        {
            _tokens.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private ScalarScanner Scalars => _scalars ??= new ScalarScanner(_cursor);

    private DirectiveScanner Directives => _directives ??= new DirectiveScanner(_cursor, hasLooseTags: lookAhead == 0);

    // The number of the token that comes next.
    private int Number => _taken + _tokens.Count - _head;

    private bool NeedsMore()
    {
        if (_tokens.Count - _head <= lookAhead)
        {
            return true;
        }

        // What stands at the head may still turn out to be a key.
        return _keyAt.TryGetValue(_taken, out var at) && at < _keys.Count && _keys[at].Possible && _keys[at].Token == _taken && IsValid(at);
    }

    private void Fetch()
    {
        SkipToToken();
        Unroll(_cursor.Column);
        var mark = _cursor.Mark;
        var c = _cursor[0];
        if (_cursor.IsEnd())
        {
            _cursor.EndLine();
            Close();
            _ended = true;
            Add(TokenKind.StreamEnd, _cursor.Mark);
        }
        else if (_cursor.Column == 0 && c == '%')
        {
            Close();
            _tokens.Add(Directives.Directive());
        }
        else if (_cursor.IsDocumentIndicator)
        {
            Close();
            _cursor.Skip(3);
            Add(c == '-' ? TokenKind.DocumentStart : TokenKind.DocumentEnd, mark);
        }
        else if (!Indicator(c, mark) && !Scalar(c, mark))
        {
            throw Fault(mark, "found character that cannot start any token");
        }
    }

    private bool Indicator(char c, Mark mark)
    {
        switch (c)
        {
            case '[' or '{':
                SaveKey();
                _keys.Add(new SimpleKey(false, false, Number, mark));
                _flow++;
                _keyAllowed = true;
                return One(c == '[' ? TokenKind.FlowSequenceStart : TokenKind.FlowMappingStart, mark);
            case ']' or '}':
                DropKey();
                if (_flow > 0)
                {
                    // What an empty pair of brackets forgets here is the key that they are themselves.
                    _flow--;
                    _keyAt.Remove(_keys[^1].Token);
                    _keys.RemoveAt(_keys.Count - 1);
                }

                _keyAllowed = false;
                return One(c == ']' ? TokenKind.FlowSequenceEnd : TokenKind.FlowMappingEnd, mark);
            case ',':
                DropKey();
                _keyAllowed = true;
                return One(TokenKind.FlowEntry, mark);
            case '-' when _cursor.IsBlankOrEnd(1):
                BlockOnly(TokenKind.BlockSequenceStart, "block sequence entries are not allowed in this context");
                DropKey();
                _keyAllowed = true;
                return One(TokenKind.BlockEntry, mark);
            case '?' when _flow > 0 || _cursor.IsBlankOrEnd(1):
                BlockOnly(TokenKind.BlockMappingStart, "mapping keys are not allowed in this context");
                DropKey();
                _keyAllowed = _flow == 0;
                return One(TokenKind.Key, mark);
            case ':' when _flow > 0 || _cursor.IsBlankOrEnd(1):
                Value();
                return One(TokenKind.Value, mark);
            default:
                return false;
        }
    }

    private bool Scalar(char c, Mark mark)
    {
        var style = ScalarStyle.Plain;
        switch (c)
        {
            case '*' or '&':
                SaveKey();
                _keyAllowed = false;
                _tokens.Add(Directives.Anchor(c == '*' ? TokenKind.Alias : TokenKind.Anchor));
                return true;
            case '!':
                SaveKey();
                _keyAllowed = false;
                _tokens.Add(Directives.Tag());
                return true;
            case '|' or '>' when _flow == 0:
                DropKey();
                _keyAllowed = true;
                Scalars.Block(_indent);
                style = c == '|' ? ScalarStyle.Literal : ScalarStyle.Folded;
                break;
            case '\'' or '"':
                SaveKey();
                _keyAllowed = false;
                Scalars.Quoted(isSingle: c == '\'');
                style = c == '\'' ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted;
                break;
            default:
                if (!BeginsPlain(c))
                {
                    return false;
                }

                SaveKey();
                _keyAllowed = false;
                _keyAllowed = Scalars.Plain(_indent, _flow > 0);
                break;
        }

        _tokens.Add(new Token(TokenKind.Scalar, mark, _cursor.Mark, Scalars.Text, "", style));
        return true;
    }

    private bool BeginsPlain(char c) => c switch
    {
        '-' => !_cursor.IsBlank(1),
        '?' or ':' => _flow == 0 && !_cursor.IsBlankOrEnd(1),
        _ => !_cursor.IsBlankOrEnd() && c is not (',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`'),
    };

    private void Value()
    {
        var top = _keys.Count - 1;
        var key = _keys[top];
        if (key.Possible && IsValid(top))
        {
            Insert(key.Token, new Token(TokenKind.Key, key.Mark, key.Mark));
            Roll(key.Mark.Column, key.Token, TokenKind.BlockMappingStart, key.Mark);
            Forget(top);
            _keyAllowed = false;
            return;
        }

        BlockOnly(TokenKind.BlockMappingStart, "mapping values are not allowed in this context");
        _keyAllowed = _flow == 0;
    }

    private void BlockOnly(TokenKind kind, string message)
    {
        if (_flow == 0)
        {
            if (!_keyAllowed)
            {
                throw Fault(_cursor.Mark, message);
            }

            Roll(_cursor.Column, -1, kind, _cursor.Mark);
        }
    }

    private void SkipToToken()
    {
        while (true)
        {
            while (_cursor[0] == ' ' || (_cursor[0] == '\t' && (_flow > 0 || !_keyAllowed)))
            {
                _cursor.Skip();
            }

            if (lookAhead > 0)
            {
                Scalars.SkipComments();
            }
            else
            {
                Scalars.SkipComment();
            }

            if (_cursor.IsEnd() || !_cursor.IsBreak())
            {
                return;
            }

            _cursor.SkipBreak();
            _keyAllowed |= _flow == 0;
        }
    }

    private void Roll(int column, int number, TokenKind kind, Mark mark)
    {
        if (_flow > 0 || _indent >= column)
        {
            return;
        }

        _indents.Push(_indent);
        _indent = column;
        if (number < 0)
        {
            _tokens.Add(new Token(kind, mark, mark));
        }
        else
        {
            Insert(number, new Token(kind, mark, mark));
        }
    }

    private void Unroll(int column)
    {
        while (_flow == 0 && _indent > column)
        {
            Add(TokenKind.BlockEnd, _cursor.Mark);
            _indent = _indents.Pop();
        }
    }

    private void Close()
    {
        Unroll(-1);
        DropKey();
        _keyAllowed = false;
    }

    private void SaveKey()
    {
        if (_keyAllowed)
        {
            DropKey();
            _keyAt[Number] = _keys.Count - 1;
            _keys[^1] = new SimpleKey(true, _flow == 0 && _indent == _cursor.Column, Number, _cursor.Mark);
        }
    }

    private void DropKey()
    {
        if (_keys[^1] is { Possible: true, Required: true } key)
        {
            throw Fault(key.Mark, "could not find expected ':'");
        }

        if (_keys[^1].Possible)
        {
            Forget(_keys.Count - 1);
        }
    }

    private void Forget(int at)
    {
        _keyAt.Remove(_keys[at].Token);
        _keys[at] = _keys[at] with { Possible = false };
    }

    // A key that needs no "?" stands on one line and is not too long.
    private bool IsValid(int at)
    {
        var key = _keys[at];
        if (key.Mark.Line == _cursor.Line && key.Mark.Index + LongestKey >= _cursor.Index)
        {
            return true;
        }

        if (key.Required)
        {
            throw Fault(key.Mark, "could not find expected ':'");
        }

        Forget(at);
        return false;
    }

    private bool One(TokenKind kind, Mark start)
    {
        _cursor.Skip();
        Add(kind, start);
        return true;
    }

    private void Add(TokenKind kind, Mark start) => _tokens.Add(new Token(kind, start, _cursor.Mark));

    private void Insert(int number, Token token) => _tokens.Insert(_head + number - _taken, token);

    private SyntaxFault Fault(in Mark context, string message) => new(message, context, _cursor.Mark, isOfScanner: true);

    private readonly record struct SimpleKey(bool Possible, bool Required, int Token, Mark Mark);
}
