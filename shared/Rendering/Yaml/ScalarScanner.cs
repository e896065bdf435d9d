namespace Plumbline.Rendering.Yaml;

/// <summary>Reads scalars, and tells where one is not well-formed.</summary>
internal sealed class ScalarScanner(TextCursor cursor)
{
    // How far version 3 of the reader looks behind a comment for the next one.
    private const int MostBlanksBetweenComments = 512;

    private readonly ScalarText _text = new();

    /// <summary>What the last scalar says.</summary>
    public string Text => _text.Finish();

    /// <summary>A scalar of <c>|</c> or <c>&gt;</c>, in a collection that is indented by <paramref name="parent"/>.</summary>
    public void Block(int parent)
    {
        var start = cursor.Mark;
        var isLiteral = cursor[0] == '|';
        cursor.Skip();
        var (increment, chomping) = (0, ' ');
        for (var i = 0; i < 2; i++)
        {
            if (cursor[0] is '+' or '-')
            {
                chomping = cursor[0];
                cursor.Skip();
            }
            else if (cursor[0] is >= '0' and <= '9' && increment == 0)
            {
                increment = cursor[0] - '0';
                if (increment == 0)
                {
                    throw Fault(start, "found an indentation indicator equal to 0");
                }

                cursor.Skip();
            }
        }

        SkipBlanks();
        SkipComment();
        if (!cursor.IsBreakOrEnd())
        {
            throw Fault(start, "did not find expected comment or line break");
        }

        if (cursor.IsBreak())
        {
            cursor.SkipBreak();
        }

        var indent = increment > 0 ? Math.Max(parent, 0) + increment : 0;
        Breaks(ref indent, parent, start);
        while (cursor.Column == indent && !cursor.IsEnd())
        {
            _text.BeginLine(isLiteral, cursor.IsBlank());
            Rest();
            if (cursor.IsBreak())
            {
                _text.Break(cursor.ReadBreak());
            }

            Breaks(ref indent, parent, start);
        }

        _text.Chomp(chomping);
    }

    private void Rest()
    {
        var from = cursor.Index;
        while (!cursor.IsBreakOrEnd())
        {
            cursor.Skip();
        }

        _text.Append(cursor.Since(from));
    }

    /// <summary>A scalar in quotes.</summary>
    public void Quoted(bool isSingle)
    {
        var start = cursor.Mark;
        cursor.Skip();
        while (true)
        {
            if (cursor.IsDocumentIndicator)
            {
                throw Fault(start, "found unexpected document indicator");
            }

            if (cursor.IsEnd())
            {
                throw Fault(start, "found unexpected end of stream");
            }

            QuotedWord(isSingle, start);
            if (cursor[0] == (isSingle ? '\'' : '"'))
            {
                cursor.Skip();
                return;
            }

            while (cursor.IsBlank() || (cursor.IsBreak() && !cursor.IsEnd()))
            {
                if (cursor.IsBlank())
                {
                    _text.Blank(cursor[0]);
                    cursor.Skip();
                }
                else
                {
                    _text.Break(cursor.ReadBreak());
                }
            }

            _text.Join();
        }
    }

    /// <summary>A scalar without quotes; says whether it went over several lines.</summary>
    public bool Plain(int parent, bool inFlow)
    {
        var start = cursor.Mark;
        var indent = parent + 1;
        var brokenAtEnd = false;
        while (!cursor.IsDocumentIndicator && cursor[0] != '#')
        {
            var from = cursor.Index;
            while (!cursor.IsBlankOrEnd() && !EndsPlain(inFlow))
            {
                brokenAtEnd = false;
                cursor.Skip();
            }

            if (cursor.Index > from)
            {
                _text.Join();
                _text.Append(cursor.Since(from));
            }

            if (!cursor.IsBlank() && (cursor.IsEnd() || !cursor.IsBreak()))
            {
                break;
            }

            while (cursor.IsBlank() || (cursor.IsBreak() && !cursor.IsEnd()))
            {
                if (!cursor.IsBlank())
                {
                    _text.Break(cursor.ReadBreak());
                    brokenAtEnd = true;
                }
                else if (brokenAtEnd && cursor.Column < indent && cursor[0] == '\t')
                {
                    throw Fault(start, "found a tab character that violates indentation");
                }
                else
                {
                    _text.Blank(cursor[0]);
                    cursor.Skip();
                }
            }

            if (!inFlow && cursor.Column < indent)
            {
                break;
            }
        }

        return brokenAtEnd;
    }

    public void SkipBlanks()
    {
        while (cursor.IsBlank())
        {
            cursor.Skip();
        }
    }

    public void SkipComment()
    {
        if (cursor[0] == '#')
        {
            cursor.SkipLine();
        }
    }

    /// <summary>Goes to the end of a comment and of those that follow it, whatever blanks stand before them: version 3 of the reader gathers them as one, as far as it looks ahead.</summary>
    public void SkipComments()
    {
        while (cursor[0] == '#')
        {
            cursor.SkipLine();
            var ahead = 0;
            while (ahead < MostBlanksBetweenComments && !cursor.IsEnd(ahead) && (cursor.IsBlank(ahead) || cursor.IsBreak(ahead)))
            {
                ahead++;
            }

            if (ahead < MostBlanksBetweenComments && cursor[ahead] == '#')
            {
                cursor.SkipTo(ahead);
            }
        }
    }

    private bool EndsPlain(bool inFlow) =>
        (cursor[0] == ':' && cursor.IsBlankOrEnd(1)) ||
        (inFlow && (cursor[0] is ',' or '[' or ']' or '{' or '}' || (cursor[0] == '?' && cursor.IsBlankOrEnd(1) && cursor[1] != '\t')));

    private void QuotedWord(bool isSingle, Mark start)
    {
        while (!cursor.IsBlankOrEnd())
        {
            if (isSingle && cursor[0] == '\'' && cursor[1] == '\'')
            {
                _text.Append("'");
                cursor.Skip(2);
            }
            else if (cursor[0] == (isSingle ? '\'' : '"'))
            {
                return;
            }
            else if (!isSingle && cursor[0] == '\\' && cursor.IsBreak(1))
            {
                cursor.Skip();
                cursor.SkipBreak();
                _text.EscapedBreak();
                return;
            }
            else if (!isSingle && cursor[0] == '\\')
            {
                Escape(start);
            }
            else
            {
                var from = cursor.Index;
                do
                {
                    cursor.Skip();
                }
                while (!cursor.IsBlankOrEnd() && cursor[0] is not ('\'' or '"' or '\\'));
                _text.Append(cursor.Since(from));
            }
        }
    }

    private void Escape(Mark start)
    {
        var letter = Named(cursor[1]);
        var digits = cursor[1] switch
        {
            _ when letter is not null => 0,
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => throw Fault(start, "found unknown escape character"),
        };
        cursor.Skip(2);
        long value = 0;
        for (var i = 0; i < digits; i++)
        {
            value = char.IsAsciiHexDigit(cursor[i])
                ? (value * 16) + Convert.ToInt32(cursor[i].ToString(), 16)
                : throw Fault(start, "did not find expected hexdecimal number");
        }

        if (value is (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF)
        {
            throw Fault(start, "found invalid Unicode character escape code");
        }

        cursor.Skip(digits);
        _text.Append(letter is { } known ? known.ToString() : char.ConvertFromUtf32((int)value));
    }

    private static char? Named(char letter) => letter switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\e',
        ' ' or '"' or '\'' or '\\' => letter,
        'N' => '\u0085',
        '_' => '\u00A0',
        'L' => '\u2028',
        'P' => '\u2029',
        _ => null,
    };

    private void Breaks(ref int indent, int parent, Mark start)
    {
        var deepest = 0;
        while (true)
        {
            while ((indent == 0 || cursor.Column < indent) && cursor[0] == ' ')
            {
                cursor.Skip();
            }

            deepest = Math.Max(deepest, cursor.Column);
            if ((indent == 0 || cursor.Column < indent) && cursor[0] == '\t')
            {
                throw Fault(start, "found a tab character where an indentation space is expected");
            }

            if (cursor.IsEnd() || !cursor.IsBreak())
            {
                break;
            }

            _text.BlankLine(cursor.ReadBreak());
        }

        if (indent == 0)
        {
            indent = Math.Max(Math.Max(deepest, parent + 1), 1);
        }
    }

    private SyntaxFault Fault(in Mark start, string message) => new(message, start, cursor.Mark, isOfScanner: true);
}
