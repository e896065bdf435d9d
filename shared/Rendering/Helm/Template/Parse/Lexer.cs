using System.Buffers;
using System.Text;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>Splits a template file into tokens, one at a time. Follows the lexer of Go's text/template/parse state by state, so that errors come at the same places.</summary>
internal sealed class Lexer(string text, bool breakIsKeyword, bool continueIsKeyword)
{
    private const int EndOfText = -1;
    private const string Left = "{{";
    private const string Right = "}}";

    private static readonly SearchValues<char> TrimmedSpace = SearchValues.Create(" \t\r\n");

    private string _input = text;
    private int _position;
    private int _start;
    private int _line = 1;
    private int _startLine = 1;
    private int _parentheses;
    private bool _insideAction;

    /// <summary>The next token; after the end or an error always <see cref="TokenKind.Eof"/>.</summary>
    public Token Next()
    {
        if (_insideAction)
        {
            return InsideAction();
        }

        return InText();
    }

    private Token InText()
    {
        while (true)
        {
            var found = _input.AsSpan(_position).IndexOf(Left, StringComparison.Ordinal);
            if (found < 0)
            {
                _position = _input.Length;
                if (_position > _start)
                {
                    _line += NewLines(_start, _position);
                    return Emit(TokenKind.Text);
                }

                return Emit(TokenKind.Eof);
            }

            if (found > 0 && TextBefore(found) is { } token)
            {
                return token;
            }

            if (LeftDelimiter() is { } delimiter)
            {
                return delimiter;
            }
        }
    }

    private Token? TextBefore(int length)
    {
        _position += length;
        var trimmed = 0;
        if (HasLeftTrimMarker(_position + Left.Length))
        {
            var span = _input.AsSpan(_start, _position - _start);
            trimmed = span.Length - (span.LastIndexOfAnyExcept(TrimmedSpace) + 1);
        }

        _position -= trimmed;
        _line += NewLines(_start, _position);
        var token = Emit(TokenKind.Text);
        _position += trimmed;
        Ignore();
        return token.Text.Length > 0 ? token : null;
    }

    private Token? LeftDelimiter()
    {
        _position += Left.Length;
        var marker = HasLeftTrimMarker(_position) ? 2 : 0;
        if (StartsWith(_position + marker, "/*"))
        {
            _position += marker;
            Ignore();
            return Comment();
        }

        var token = Emit(TokenKind.LeftDelimiter);
        _insideAction = true;
        _position += marker;
        Ignore();
        _parentheses = 0;
        return token;
    }

    private Token? Comment()
    {
        _position += 2;
        var end = _input.AsSpan(_position).IndexOf("*/", StringComparison.Ordinal);
        if (end < 0)
        {
            return Fail("unclosed comment");
        }

        _position += end + 2;
        var (atDelimiter, trims) = AtRightDelimiter();
        if (!atDelimiter)
        {
            return Fail("comment ends before closing delimiter");
        }

        _position += Right.Length + (trims ? 2 : 0);
        if (trims)
        {
            SkipSpaceAfter();
        }

        Ignore();
        return null;
    }

    private Token RightDelimiter()
    {
        var (_, trims) = AtRightDelimiter();
        if (trims)
        {
            _position += 2;
            Ignore();
        }

        _position += Right.Length;
        var token = Emit(TokenKind.RightDelimiter);
        if (trims)
        {
            SkipSpaceAfter();
            Ignore();
        }

        _insideAction = false;
        return token;
    }

    private Token InsideAction()
    {
        if (AtRightDelimiter().Found)
        {
            return _parentheses == 0 ? RightDelimiter() : Fail("unclosed left paren");
        }

        var c = Read();
        switch (c)
        {
            case EndOfText:
                return Fail("unclosed action");
            case ' ' or '\t' or '\r' or '\n':
                Back(c);
                return Space();
            case '=':
                return Emit(TokenKind.Assign);
            case ':':
                return Read() == '=' ? Emit(TokenKind.Declare) : Fail("expected :=");
            case '|':
                return Emit(TokenKind.Pipe);
            case '"':
                return Quoted('"', TokenKind.String, "unterminated quoted string");
            case '\'':
                return Quoted('\'', TokenKind.CharConstant, "unterminated character constant");
            case '`':
                return RawString();
            case '$':
                return FieldOrVariable(TokenKind.Variable);
            case '.' when _position < _input.Length && _input[_position] is < '0' or > '9':
                return FieldOrVariable(TokenKind.Field);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                Back(c);
                return Number();
            case '(':
                _parentheses++;
                return Emit(TokenKind.LeftParenthesis);
            case ')':
                _parentheses--;
                return _parentheses < 0 ? Fail("unexpected right paren") : Emit(TokenKind.RightParenthesis);
        }

        if (IsAlphanumeric(c))
        {
            Back(c);
            return Identifier();
        }

        return c is > ' ' and < 0x7F ? Emit(TokenKind.Char) : Fail($"unrecognized character in action: {GoStrconv.CodePoint(c)}");
    }

    private Token Space()
    {
        var count = 0;
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            Read();
            count++;
        }

        // A space may belong to the trim marker of the closing delimiter.
        if (StartsWith(_position, "-}}"))
        {
            _position--;
            _line -= _input[_position] == '\n' ? 1 : 0;
            if (count == 1)
            {
                return RightDelimiter();
            }
        }

        return Emit(TokenKind.Space);
    }

    private Token Identifier()
    {
        var c = Read();
        while (IsAlphanumeric(c))
        {
            c = Read();
        }

        Back(c);
        if (!AtTerminator())
        {
            return Fail($"bad character {GoStrconv.CodePoint(c)}");
        }

        var word = _input[_start.._position];
        return Emit(word switch
        {
            "block" => TokenKind.Block,
            "break" when breakIsKeyword => TokenKind.Break,
            "continue" when continueIsKeyword => TokenKind.Continue,
            "define" => TokenKind.Define,
            "else" => TokenKind.Else,
            "end" => TokenKind.End,
            "if" => TokenKind.If,
            "range" => TokenKind.Range,
            "nil" => TokenKind.Nil,
            "template" => TokenKind.Template,
            "with" => TokenKind.With,
            "true" or "false" => TokenKind.Bool,
            _ => TokenKind.Identifier,
        });
    }

    private Token FieldOrVariable(TokenKind kind)
    {
        if (AtTerminator())
        {
            return Emit(kind == TokenKind.Variable ? kind : TokenKind.Dot);
        }

        var c = Read();
        while (IsAlphanumeric(c))
        {
            c = Read();
        }

        Back(c);
        return AtTerminator() ? Emit(kind) : Fail($"bad character {GoStrconv.CodePoint(c)}");
    }

    private Token Quoted(char quote, TokenKind kind, string unterminated)
    {
        while (true)
        {
            var c = Read();
            if (c == '\\')
            {
                c = Read();
                if (c is not (EndOfText or '\n'))
                {
                    continue;
                }
            }

            if (c is EndOfText or '\n')
            {
                return Fail(unterminated);
            }

            if (c == quote)
            {
                return Emit(kind);
            }
        }
    }

    private Token RawString()
    {
        while (true)
        {
            switch (Read())
            {
                case EndOfText:
                    return Fail("unterminated raw quoted string");
                case '`':
                    return Emit(TokenKind.RawString);
            }
        }
    }

    private Token Number()
    {
        if (!ScanNumber())
        {
            return Fail($"bad number syntax: {GoStrconv.Quote(_input[_start.._position])}");
        }

        if (Peek() is not ('+' or '-'))
        {
            return Emit(TokenKind.Number);
        }

        if (!ScanNumber() || _input[_position - 1] != 'i')
        {
            return Fail($"bad number syntax: {GoStrconv.Quote(_input[_start.._position])}");
        }

        return Emit(TokenKind.Complex);
    }

    private bool ScanNumber()
    {
        const string decimalDigits = "0123456789_";
        const string hexDigits = "0123456789abcdefABCDEF_";
        Accept("+-");
        var digits = decimalDigits;
        if (Accept("0"))
        {
            digits = Accept("xX") ? hexDigits : Accept("oO") ? "01234567_" : Accept("bB") ? "01_" : digits;
        }

        AcceptRun(digits);
        if (Accept("."))
        {
            AcceptRun(digits);
        }

        if ((ReferenceEquals(digits, decimalDigits) && Accept("eE")) || (ReferenceEquals(digits, hexDigits) && Accept("pP")))
        {
            Accept("+-");
            AcceptRun(decimalDigits);
        }

        Accept("i");
        if (!IsAlphanumeric(Peek()))
        {
            return true;
        }

        Read();
        return false;
    }

    private bool AtTerminator() =>
        Peek() is ' ' or '\t' or '\r' or '\n' or EndOfText or '.' or ',' or '|' or ':' or ')' or '(' || StartsWith(_position, Right);

    private (bool Found, bool Trims) AtRightDelimiter()
    {
        if (HasRightTrimMarker(_position) && StartsWith(_position + 2, Right))
        {
            return (true, true);
        }

        return (StartsWith(_position, Right), false);
    }

    private bool HasLeftTrimMarker(int at) => at + 1 < _input.Length && _input[at] == '-' && TrimmedSpace.Contains(_input[at + 1]);

    private bool HasRightTrimMarker(int at) => at + 1 < _input.Length && TrimmedSpace.Contains(_input[at]) && _input[at + 1] == '-';

    private bool StartsWith(int at, string value) => at <= _input.Length && _input.AsSpan(at).StartsWith(value, StringComparison.Ordinal);

    private void SkipSpaceAfter()
    {
        var rest = _input.AsSpan(_position);
        var kept = rest.IndexOfAnyExcept(TrimmedSpace);
        _position += kept < 0 ? rest.Length : kept;
    }

    private int Read()
    {
        var c = Peek();
        if (c == EndOfText)
        {
            return EndOfText;
        }

        _position += c > 0xFFFF ? 2 : 1;
        _line += c == '\n' ? 1 : 0;
        return c;
    }

    private int Peek()
    {
        if (_position >= _input.Length)
        {
            return EndOfText;
        }

        return Rune.TryGetRuneAt(_input, _position, out var rune) ? rune.Value : 0xFFFD;
    }

    private void Back(int c)
    {
        if (c == EndOfText)
        {
            return;
        }

        _position -= c > 0xFFFF ? 2 : 1;
        _line -= c == '\n' ? 1 : 0;
    }

    private bool Accept(string valid)
    {
        var c = Peek();
        if (c is EndOfText or > 0x7F || !valid.Contains((char)c))
        {
            return false;
        }

        _position++;
        return true;
    }

    private void AcceptRun(string valid)
    {
        while (Accept(valid))
        {
        }
    }

    private Token Emit(TokenKind kind)
    {
        var token = new Token(kind, _start, kind == TokenKind.Eof ? "EOF" : _input[_start.._position], _startLine);
        _start = _position;
        _startLine = _line;
        return token;
    }

    private void Ignore()
    {
        _line += NewLines(_start, _position);
        _start = _position;
        _startLine = _line;
    }

    private Token Fail(string message)
    {
        var token = new Token(TokenKind.Error, _start, message, _startLine);
        _input = "";
        _start = _position = 0;
        _insideAction = false;
        return token;
    }

    private int NewLines(int from, int to) => _input.AsSpan(from, to - from).Count('\n');

    private static bool IsAlphanumeric(int c)
    {
        if (c < 0x80)
        {
            return c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
        }

        var rune = new Rune(c);
        return Rune.IsLetter(rune) || Rune.IsDigit(rune);
    }
}
