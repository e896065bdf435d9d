namespace Plumbline.Rendering.Yaml;

/// <summary>Passes over scalars, and tells where one is not well-formed.</summary>
internal sealed class ScalarScanner(TextCursor cursor)
{
    /// <summary>A scalar of <c>|</c> or <c>&gt;</c>, in a collection that is indented by <paramref name="parent"/>.</summary>
    public void Block(int parent)
    {
        var start = cursor.Mark;
        cursor.Skip();
        var increment = 0;
        for (var i = 0; i < 2; i++)
        {
            if (cursor[0] is '+' or '-')
            {
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
            while (!cursor.IsBreakOrEnd())
            {
                cursor.Skip();
            }

            if (cursor.IsBreak())
            {
                cursor.SkipBreak();
            }

            Breaks(ref indent, parent, start);
        }
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
                    cursor.Skip();
                }
                else
                {
                    cursor.SkipBreak();
                }
            }
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
            while (!cursor.IsBlankOrEnd() && !EndsPlain(inFlow))
            {
                brokenAtEnd = false;
                cursor.Skip();
            }

            if (!cursor.IsBlank() && (cursor.IsEnd() || !cursor.IsBreak()))
            {
                break;
            }

            while (cursor.IsBlank() || (cursor.IsBreak() && !cursor.IsEnd()))
            {
                if (!cursor.IsBlank())
                {
                    cursor.SkipBreak();
                    brokenAtEnd = true;
                }
                else if (brokenAtEnd && cursor.Column < indent && cursor[0] == '\t')
                {
                    throw Fault(start, "found a tab character that violates indentation");
                }
                else
                {
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
            while (!cursor.IsBreakOrEnd())
            {
                cursor.Skip();
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
                return;
            }
            else if (!isSingle && cursor[0] == '\\')
            {
                Escape(start);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private void Escape(Mark start)
    {
        var digits = cursor[1] switch
        {
            '0' or 'a' or 'b' or 't' or '\t' or 'n' or 'v' or 'f' or 'r' or 'e' or ' ' or '"' or '\'' or '/' or '\\' or 'N' or '_' or 'L' or 'P' => 0,
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
    }

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

            cursor.SkipBreak();
        }

        if (indent == 0)
        {
            indent = Math.Max(Math.Max(deepest, parent + 1), 1);
        }
    }

    private SyntaxFault Fault(in Mark start, string message) => new(message, start, cursor.Mark, isOfScanner: true);
}
