using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions.Toml;

/// <summary>
/// Reads TOML 1.1 into values as Go's BurntSushi/toml types them: int64, float64, times, tables, lists. Its failures are that library's, because Helm makes them part of
/// what a template renders.
/// </summary>
internal sealed partial class TomlReader
{
    private const int DeepestNesting = 200;

    private readonly TomlText _text;
    private readonly TomlTables _tables;
    private readonly TemplateContext _context;
    private int _depth;

    private TomlReader(string text, TemplateContext context)
    {
        _text = new TomlText(text);
        _tables = new TomlTables(_text);
        _context = context;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="GoErrorException">It is no TOML.</exception>
    public static GoMap Read(string text, TemplateContext context)
    {
        context.Work(text.Length * 2L);
        var document = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (document.AsSpan(0, Math.Min(document.Length, 6)).Contains('\0'))
        {
            throw new GoErrorException("toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8");
        }

        var reader = new TomlReader(document, context);
        reader.Document();
        return reader._tables.Root;
    }

    private void Document()
    {
        while (true)
        {
            _context.Step();
            switch (_text.Next())
            {
                case ' ' or '\t' or '\n' or '\r':
                    break;
                case '#':
                    _text.SkipComment();
                    break;
                case TomlText.End:
                    return;
                case '[':
                    Table();
                    LineEnd();
                    break;
                default:
                    _text.Back();
                    Entry();
                    LineEnd();
                    break;
            }
        }
    }

    private void LineEnd()
    {
        _text.SkipBlanks();
        switch (_text.Next())
        {
            case '#':
                _text.SkipComment();
                break;
            case '\n' or '\r':
                break;
            case TomlText.End:
                _text.Back();
                break;
            case var c:
                throw _text.Error($"expected a top-level item to end with a newline, comment, or EOF, but got {TomlText.Shown(c)} instead");
        }
    }

    private void Table()
    {
        var isList = _text.Accept('[');
        var path = new List<string>();
        do
        {
            _text.SkipBlanks();
            switch (_text.Peek())
            {
                case ']' or TomlText.End:
                    throw _text.Error("unexpected end of table name (table names cannot be empty)");
                case '.':
                    throw _text.Error("unexpected table separator (table names cannot be empty)");
            }

            KeyPart(path);
            _text.SkipBlanks();
        }
        while (Separated(']', static c => $"expected '.' or ']' to end table name, but got {c} instead"));

        if (isList && _text.Next() is var end && end != ']')
        {
            throw _text.Error($"expected end of table array name delimiter ']', but got {TomlText.Shown(end)} instead");
        }

        _tables.Enter([.. path], isList);
        _tables.NoteTable();
    }

    // After a part of a name: true when another one follows.
    private bool Separated(char end, Func<string, string> failure)
    {
        var c = _text.Next();
        return c == '.' || (c == end ? false : throw _text.Error(failure(TomlText.Shown(c))));
    }

    private void KeyPart(List<string> path)
    {
        var line = _text.Line;
        var quote = _text.Peek();
        if (quote is '"' or '\'')
        {
            _text.Next();
            path.Add(quote == '"' ? Quoted() : Raw());
        }
        else
        {
            var start = _text.Place;
            _text.While(static c => c is '_' or '-' || (c is > 0 and < 0x80 && char.IsAsciiLetterOrDigit((char)c)));
            path.Add(_text.From(start));
        }

        if (path.Count == 1)
        {
            _tables.KeyLine = line;
        }
    }

    private void Entry()
    {
        var outer = _tables.Context;
        _ = Assignment();
        _tables.Context = outer;
        _tables.Key = "";
    }

    // "a.b = value": every part but the last is a table that may not be known yet, and is the context afterwards.
    private (string[] Path, object? Value) Assignment()
    {
        var path = Key();
        _tables.Key = path[^1];
        foreach (var part in path[..^1])
        {
            _tables.EnterImplied([.. _tables.Context, part]);
        }

        var value = Value(inList: false);
        _tables.Set(_tables.Key, value);
        return (path, value);
    }

    private string[] Key()
    {
        _text.SkipBlanks();
        switch (_text.Peek())
        {
            case '=' or TomlText.End:
                throw _text.Error("unexpected '=': key name appears blank");
            case '.':
                throw _text.Error("unexpected '.': keys cannot start with a '.'");
        }

        var path = new List<string>();
        while (true)
        {
            KeyPart(path);
            _text.SkipBlanks();
            switch (_text.Next())
            {
                case '=':
                    return [.. path];
                case '.':
                    break;
                case TomlText.End:
                    throw _text.Error("unexpected EOF; expected key separator '='");
                case '\n':
                    throw _text.ErrorBefore($"expected '.' or '=', but got {TomlText.Shown('\n')} instead");
                case var c:
                    throw _text.Error($"expected '.' or '=', but got {TomlText.Shown(c)} instead");
            }

            _text.SkipBlanks();
            switch (_text.Peek())
            {
                case '=' or TomlText.End:
                    throw _text.Error("unexpected '='");
                case '.':
                    throw _text.Error("unexpected '.'");
            }
        }
    }

    private GoList List()
    {
        Deeper();
        _tables.NoteList();
        var list = new GoList();
        while (true)
        {
            switch (Significant())
            {
                case ',':
                    throw _text.Error("unexpected comma");
                case ']':
                    _depth--;
                    return list;
            }

            _text.Back();
            list.Add(Value(inList: true));
            switch (Significant())
            {
                case ',':
                    break;
                case ']':
                    _depth--;
                    return list;
                case var c:
                    throw _text.Error($"expected a comma (',') or array terminator (']'), but got {CharacterOrEnd(c)}");
            }
        }
    }

    private GoMap InlineTable(bool inList)
    {
        Deeper();
        var table = new GoMap();
        var (outer, outerKey) = (_tables.Context, _tables.Key);
        string[] own = [.. outer, outerKey];
        _tables.Key = "";
        _tables.Imply(own);
        _tables.Enter(own, inList);
        var first = true;
        while (true)
        {
            switch (Significant())
            {
                case ',' when first:
                    throw _text.Error("unexpected comma");
                case ',' or '}' when !first:
                    throw _text.Error("unexpected comma");
                case '}':
                    return Left();
            }

            first = false;
            _text.Back();
            InlineEntry(table);
            _tables.Context = own;
            if (!More())
            {
                return Left();
            }
        }

        GoMap Left()
        {
            _depth--;
            _tables.Context = outer;
            _tables.Key = outerKey;
            return table;
        }
    }

    // After an entry of an inline table: false at its end. A comma may stand before the end.
    private bool More()
    {
        while (true)
        {
            switch (Significant())
            {
                case ',':
                    _text.SkipBlanks();
                    if (_text.Peek() == '}')
                    {
                        break;
                    }

                    return true;
                case '}':
                    return false;
                case var c:
                    throw _text.Error($"expected a comma or an inline table terminator '}}', but got {CharacterOrEnd(c)} instead");
            }
        }
    }

    private void InlineEntry(GoMap table)
    {
        var (path, value) = Assignment();
        foreach (var part in path[..^1])
        {
            if (!table.TryGetValue(part, out var known))
            {
                table[part] = known = new GoMap();
            }

            table = known as GoMap ?? throw _text.ErrorAt(_tables.KeyLine, $"\"{TomlTables.Path(_tables.Context)}\" is not a table");
        }

        table[path[^1]] = value;
    }

    // The next character that is no blank, line break or comment.
    private int Significant()
    {
        while (true)
        {
            var c = _text.Next();
            if (c == '#')
            {
                _text.SkipComment();
            }
            else if (c is not (' ' or '\t' or '\n' or '\r'))
            {
                return c;
            }
        }
    }

    private void Deeper()
    {
        _context.Step();
        if (++_depth > DeepestNesting)
        {
            throw new GoErrorException("toml: nested too deeply");
        }
    }

    private static string CharacterOrEnd(int c) => c == TomlText.End ? "end of file" : $"'{char.ConvertFromUtf32(c)}'";
}
