namespace Plumbline.Rendering.Yaml;

/// <summary>A place in a text that moves on, with the classes of characters that YAML has. The end of the text reads as <c>\0</c>.</summary>
internal sealed class TextCursor(string text)
{
    // A byte order mark counts only at the very start; elsewhere it is a letter like others.
    private int _index = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line;
    private int _column;

    public Mark Mark => new(_index, _line, _column);

    public int Index => _index;

    public int Line => _line;

    public int Column => _column;

    public char this[int ahead] => (uint)(_index + ahead) < (uint)text.Length ? text[_index + ahead] : '\0';

    public bool IsBlank(int ahead = 0) => this[ahead] is ' ' or '\t';

    public bool IsBreak(int ahead = 0) => this[ahead] is var c && (c <= '\r' ? c is '\r' or '\n' : c is '\u0085' or '\u2028' or '\u2029');

    public bool IsEnd(int ahead = 0) => _index + ahead >= text.Length;

    public bool IsBreakOrEnd(int ahead = 0) => IsEnd(ahead) || IsBreak(ahead);

    public bool IsBlankOrEnd(int ahead = 0) => IsBlank(ahead) || IsBreakOrEnd(ahead);

    /// <summary>A letter, digit, dash or underscore, as names are made of.</summary>
    public bool IsName(int ahead = 0) => this[ahead] is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_' or '-';

    /// <summary>Whether a line begins here that ends or begins a document.</summary>
    public bool IsDocumentIndicator => _column == 0 && this[0] is '-' or '.' && this[1] == this[0] && this[2] == this[0] && _column == 0 && IsBlankOrEnd(3);

    public void Skip(int characters = 1)
    {
        for (var i = 0; i < characters; i++)
        {
            // A pair of surrogates is one character.
            _index += char.IsSurrogate(this[0]) && char.IsHighSurrogate(this[0]) && char.IsLowSurrogate(this[1]) ? 2 : 1;
            _column++;
        }
    }

    public void SkipLine()
    {
        while (!IsBreakOrEnd())
        {
            Skip();
        }
    }

    /// <summary>Goes over blanks and breaks.</summary>
    public void SkipTo(int ahead)
    {
        var target = _index + ahead;
        while (_index < target)
        {
            if (IsBreak())
            {
                SkipBreak();
            }
            else
            {
                Skip();
            }
        }
    }

    public void SkipBreak()
    {
        _index += this[0] == '\r' && this[1] == '\n' ? 2 : 1;
        _column = 0;
        _line++;
    }

    /// <summary>Goes past a line break and says how it reads: the old ones of one character as a line feed, those of Unicode as they are.</summary>
    public char ReadBreak()
    {
        var read = this[0] is '\u2028' or '\u2029' ? this[0] : '\n';
        SkipBreak();
        return read;
    }

    /// <summary>What follows the last line counts as a line of its own.</summary>
    public void EndLine()
    {
        if (_column != 0)
        {
            _column = 0;
            _line++;
        }
    }

    public ReadOnlySpan<char> Since(int start) => text.AsSpan(start, Math.Min(_index, text.Length) - start);

    public string TextFrom(int start) => text[start..Math.Min(_index, text.Length)];
}
