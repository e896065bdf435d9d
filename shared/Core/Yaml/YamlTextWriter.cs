using System.Text;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Writes texts in the style a YAML 1.1 emitter picks (plain, single quotes, double quotes, literal block), folds them, and keeps
/// account of the column.
/// </summary>
internal sealed class YamlTextWriter(StringBuilder target, YamlWriterOptions options)
{
    private const int Step = 2;

    private int _column;
    private bool _whitespace;

    /// <summary>Whether only spaces, dashes and question marks stand on the line so far.</summary>
    public bool AtIndentation { get; private set; }

    public void Begin()
    {
        _column = 0;
        _whitespace = true;
        AtIndentation = true;
    }

    public void EndDocument()
    {
        if (!AtIndentation || _column > 0)
        {
            Break();
        }
    }

    /// <summary>Starts a line at <paramref name="indent"/>, unless the current one is still free up to there.</summary>
    public void Line(int indent)
    {
        indent = Math.Max(indent, 0);
        if (!AtIndentation || _column > indent || (_column == indent && !_whitespace))
        {
            Break();
        }

        if (_column < indent)
        {
            target.Append(' ', indent - _column);
            _column = indent;
        }

        _whitespace = true;
        AtIndentation = true;
    }

    /// <summary>A dash, question mark or colon that starts an item: what follows still counts as indented.</summary>
    public void Mark(char mark)
    {
        Space();
        Raw(mark);
        _whitespace = false;
        AtIndentation = true;
    }

    public void Indicator(string text)
    {
        Space();
        target.Append(text);
        _column += text.Length;
        _whitespace = false;
        AtIndentation = false;
    }

    public void Raw(char c)
    {
        target.Append(c);
        _column++;
        _whitespace = false;
        AtIndentation = false;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Indentation of the collection around it; its own lines are indented one step further.</param>
    /// <param name="simpleKey">Whether it is a key on one line, which is never folded.</param>
    public void Text(string text, int indent, bool simpleKey)
    {
        var inner = Math.Max(indent, -Step) + Step;
        inner = inner == 0 ? Step : inner;
        text = text.Contains('\u0085') ? FoldNextLines(text) : text;
        var analysis = TextAnalysis.Of(text, options.TabsInBlocks);
        var style = analysis.Style(text, simpleKey);
        Space();
        switch (style)
        {
            case TextStyle.Plain:
                Folded(text, inner, !simpleKey, quote: false);
                break;
            case TextStyle.SingleQuoted:
                Raw('\'');
                Folded(text, inner, !simpleKey, quote: true);
                Raw('\'');
                break;
            case TextStyle.Literal:
                Literal(text, inner);
                return;
            default:
                DoubleQuoted(text, inner, !simpleKey);
                break;
        }

        _whitespace = false;
        AtIndentation = false;
    }

    /// <summary>On its way through JSON a NEL is read as a line break of a quoted text: one becomes a space, more become breaks.</summary>
    private static string FoldNextLines(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = i;
            var breaks = 0;
            while (end < text.Length && text[end] is ' ' or '\u0085')
            {
                breaks += text[end++] == '\u0085' ? 1 : 0;
            }

            if (breaks == 0)
            {
                result.Append(text[i]);
                continue;
            }

            result.Append(breaks == 1 ? " " : new string('\n', breaks - 1));
            i = end - 1;
        }

        return result.ToString();
    }

    private void Space()
    {
        if (!_whitespace)
        {
            target.Append(' ');
            _column++;
        }
    }

    private void Break()
    {
        target.Append('\n');
        _column = 0;
    }

    private void Put(char c)
    {
        target.Append(c);
        _column++;
    }

    private void PutBreak(char c)
    {
        target.Append(c);
        _column = 0;
        AtIndentation = true;
    }

    private bool TooWide => options.Width > 0 && _column > options.Width;

    private void Folded(string text, int indent, bool mayFold, bool quote)
    {
        if ((options.Width == 0 || !mayFold || _column + text.Length <= options.Width) && text.AsSpan().IndexOfAny('\'', '\u2028', '\u2029') < 0)
        {
            target.Append(text);
            _column += text.Length;
            return;
        }

        var spaces = false;
        var breaks = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ' ')
            {
                var inside = !quote || (i > 0 && i < text.Length - 1);
                if (mayFold && !spaces && TooWide && inside && (i + 1 >= text.Length || text[i + 1] != ' '))
                {
                    AtIndentation = false;
                    Line(indent);
                }
                else
                {
                    Put(c);
                }

                spaces = true;
            }
            else if (TextAnalysis.IsBreak(c))
            {
                PutBreak(c);
                breaks = true;
            }
            else
            {
                if (breaks)
                {
                    Line(indent);
                }

                if (quote && c == '\'')
                {
                    Put('\'');
                }

                Put(c);
                AtIndentation = false;
                spaces = false;
                breaks = false;
            }
        }
    }

    private void DoubleQuoted(string text, int indent, bool mayFold)
    {
        Put('"');
        var spaces = false;

        // Go's writer looks for a byte order mark at the beginning of the text whichever character it is about to write.
        var escapesAll = text.StartsWith('\uFEFF');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (escapesAll || !TextAnalysis.IsPrintable(c) || TextAnalysis.IsBreak(c) || c is '"' or '\\')
            {
                Escape(text, ref i);
                spaces = false;
            }
            else if (c == ' ')
            {
                if (mayFold && !spaces && TooWide && i > 0 && i < text.Length - 1)
                {
                    AtIndentation = false;
                    Line(indent);
                    if (text[i + 1] == ' ')
                    {
                        Put('\\');
                    }
                }
                else
                {
                    Put(c);
                }

                spaces = true;
            }
            else
            {
                Put(c);
                spaces = false;
            }
        }

        Put('"');
    }

    private void Escape(string text, ref int i)
    {
        var before = target.Length;
        Escape(target, text, ref i);
        _column += target.Length - before;
    }

    /// <summary>Appends the escape of the character at <paramref name="i"/>, which moves on over a pair.</summary>
    public static void Escape(StringBuilder target, string text, ref int i)
    {
        var value = (int)text[i];
        if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            value = char.ConvertToUtf32(text[i], text[++i]);
        }

        var escape = value switch
        {
            0 => "0",
            7 => "a",
            8 => "b",
            9 => "t",
            10 => "n",
            11 => "v",
            12 => "f",
            13 => "r",
            0x1B => "e",
            '"' => "\"",
            '\\' => "\\",
            0x85 => "N",
            0xA0 => "_",
            0x2028 => "L",
            0x2029 => "P",
            <= 0xFF => $"x{value:X2}",
            <= 0xFFFF => $"u{value:X4}",
            _ => $"U{value:X8}",
        };
        target.Append('\\').Append(escape);
    }

    private void Literal(string text, int indent)
    {
        target.Append('|');
        if (text[0] == ' ' || TextAnalysis.IsBreak(text[0]))
        {
            target.Append((char)('0' + Step));
        }

        if (!TextAnalysis.IsBreak(text[^1]))
        {
            target.Append('-');
        }
        else if (text.Length == 1 || TextAnalysis.IsBreak(text[^2]))
        {
            target.Append('+');
        }

        Break();
        AtIndentation = true;
        _whitespace = true;
        var start = 0;
        while (start < text.Length)
        {
            var rest = text.AsSpan(start);
            var length = rest.IndexOfAny('\n', '\u2028', '\u2029');
            var line = length < 0 ? rest : rest[..length];
            if (line.Length > 0)
            {
                Line(indent);
                target.Append(line);
                _column += line.Length;
                AtIndentation = false;
            }

            if (length < 0)
            {
                break;
            }

            PutBreak(rest[length]);
            start += length + 1;
        }
    }
}
