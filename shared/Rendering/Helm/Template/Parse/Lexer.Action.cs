using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>The part of the lexer for what stands between the braces.</summary>
internal sealed partial class Lexer
{
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
}
