using System.Text;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>The part of the lexer that moves through the text and cuts tokens out of it.</summary>
internal sealed partial class Lexer
{
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
