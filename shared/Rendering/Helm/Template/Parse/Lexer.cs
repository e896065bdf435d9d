using System.Buffers;
using System.Text;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>Splits a template file into tokens, one at a time. Follows the lexer of Go's text/template/parse state by state, so that errors come at the same places.</summary>
internal sealed partial class Lexer(string text, bool breakIsKeyword, bool continueIsKeyword)
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
}
