namespace Plumbline.Rendering.Yaml;

/// <summary>Passes over directives, anchors and tags, and tells where one is not well-formed.</summary>
/// <param name="cursor">The text.</param>
/// <param name="hasLooseTags">Whether commas and brackets may belong to any tag, as for version 2 of the reader.</param>
internal sealed class DirectiveScanner(TextCursor cursor, bool hasLooseTags)
{
    private const int LongestVersion = 2;

    /// <summary>A line of <c>%</c>; a tag's handle is its text, what it stands for its suffix.</summary>
    public Token Directive()
    {
        var start = cursor.Mark;
        cursor.Skip();
        var name = Name();
        if (name.Length == 0)
        {
            throw Fault(start, "could not find expected directive name");
        }

        if (!cursor.IsBlankOrEnd())
        {
            throw Fault(start, "found unexpected non-alphabetical character");
        }

        var (text, prefix) = name switch
        {
            "YAML" => (Version(start), ""),
            "TAG" => TagDirective(start),
            _ => throw Fault(start, "found unknown directive name"),
        };
        SkipBlanks();
        if (cursor[0] == '#')
        {
            while (!cursor.IsBreakOrEnd())
            {
                cursor.Skip();
            }
        }

        if (!cursor.IsBreakOrEnd())
        {
            throw Fault(start, "did not find expected comment or line break");
        }

        var token = new Token(name == "YAML" ? TokenKind.VersionDirective : TokenKind.TagDirective, start, cursor.Mark, text, prefix);
        if (!cursor.IsEnd())
        {
            cursor.SkipBreak();
        }

        return token;
    }

    /// <summary><c>&amp;name</c> or <c>*name</c>; the name is its text.</summary>
    public Token Anchor(TokenKind kind)
    {
        var start = cursor.Mark;
        cursor.Skip();
        var name = Name();
        return name.Length > 0 && (cursor.IsBlankOrEnd() || cursor[0] is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`')
            ? new Token(kind, start, cursor.Mark, name)
            : throw Fault(start, "did not find expected alphabetic or numeric character");
    }

    /// <summary><c>!tag</c>; its handle is its text, empty for <c>!&lt;…&gt;</c>, and the rest its suffix.</summary>
    public Token Tag()
    {
        var start = cursor.Mark;
        var (handle, suffix) = ("", "");
        if (cursor[1] == '<')
        {
            cursor.Skip(2);
            suffix = Uri(start, hasHead: false, isVerbatim: true);
            if (cursor[0] != '>')
            {
                throw Fault(start, "did not find the expected '>'");
            }

            cursor.Skip();
        }
        else
        {
            handle = Handle(start, isDirective: false);
            var isNamed = handle.Length > 1 && handle[^1] == '!';
            suffix = Uri(start, hasHead: !isNamed, isVerbatim: false);
            (handle, suffix) = isNamed ? (handle, suffix) : ("!", handle[1..] + suffix);
        }

        return cursor.IsBlankOrEnd() ? new Token(TokenKind.Tag, start, cursor.Mark, handle, suffix) : throw Fault(start, "did not find expected whitespace or line break");
    }

    private string Version(in Mark start)
    {
        SkipBlanks();
        var major = Number(start);
        if (cursor[0] != '.')
        {
            throw Fault(start, "did not find expected digit or '.' character");
        }

        cursor.Skip();
        return $"{major}.{Number(start)}";
    }

    private string Number(in Mark start)
    {
        var from = cursor.Index;
        while (char.IsAsciiDigit(cursor[0]))
        {
            cursor.Skip();
            if (cursor.Index - from > LongestVersion)
            {
                throw Fault(start, "found extremely long version number");
            }
        }

        return cursor.Index > from ? cursor.TextFrom(from) : throw Fault(start, "did not find expected version number");
    }

    private (string Handle, string Prefix) TagDirective(in Mark start)
    {
        SkipBlanks();
        var handle = Handle(start, isDirective: true);
        if (!cursor.IsBlank())
        {
            throw Fault(start, "did not find expected whitespace");
        }

        SkipBlanks();
        var prefix = Uri(start, hasHead: false, isVerbatim: true);
        return cursor.IsBlankOrEnd() ? (handle, prefix) : throw Fault(start, "did not find expected whitespace or line break");
    }

    private string Handle(in Mark start, bool isDirective)
    {
        var from = cursor.Index;
        if (cursor[0] != '!')
        {
            throw Fault(start, "did not find expected '!'");
        }

        cursor.Skip();
        Name();
        if (cursor[0] == '!')
        {
            cursor.Skip();
        }
        else if (isDirective && cursor.Index - from > 1)
        {
            throw Fault(start, "did not find expected '!'");
        }

        return cursor.TextFrom(from);
    }

    private string Uri(in Mark start, bool hasHead, bool isVerbatim)
    {
        var from = cursor.Index;
        while (cursor.IsName() || cursor[0] is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or '.' or '!' or '~' or '*' or '\'' or '(' or ')' or '%'
            || ((isVerbatim || hasLooseTags) && cursor[0] is ',' or '[' or ']'))
        {
            cursor.Skip();
        }

        if (cursor.Index == from && !hasHead)
        {
            throw Fault(start, "did not find expected tag URI");
        }

        return cursor.TextFrom(from);
    }

    private string Name()
    {
        var from = cursor.Index;
        while (cursor.IsName())
        {
            cursor.Skip();
        }

        return cursor.TextFrom(from);
    }

    private void SkipBlanks()
    {
        while (cursor.IsBlank())
        {
            cursor.Skip();
        }
    }

    private SyntaxFault Fault(in Mark start, string message) => new(message, start, cursor.Mark, isOfScanner: true);
}
