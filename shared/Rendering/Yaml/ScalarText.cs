using System.Text;

namespace Plumbline.Rendering.Yaml;

/// <summary>The text of a scalar while it is read: single line breaks become blanks where the style folds lines, and blanks around them go.</summary>
internal sealed class ScalarText
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _blanks = new();
    private readonly StringBuilder _emptyLines = new();
    private char? _break;
    private bool _isBroken;
    private bool _wasIndented;

    /// <summary>Characters as they are.</summary>
    public void Append(ReadOnlySpan<char> characters) => _text.Append(characters);

    /// <summary>A blank between words; behind a line break it says nothing.</summary>
    public void Blank(char blank)
    {
        if (!_isBroken)
        {
            _blanks.Append(blank);
        }
    }

    /// <summary>A line break.</summary>
    public void Break(char lineBreak)
    {
        if (_isBroken)
        {
            _emptyLines.Append(lineBreak);
            return;
        }

        _blanks.Clear();
        (_break, _isBroken) = (lineBreak, true);
    }

    /// <summary>A line break that a backslash takes away.</summary>
    public void EscapedBreak()
    {
        _blanks.Clear();
        (_break, _isBroken) = (null, true);
    }

    /// <summary>What stood between two words: the blanks, or what their line breaks fold to.</summary>
    public void Join()
    {
        if (!_isBroken)
        {
            _text.Append(_blanks);
        }
        else if (_break == '\n')
        {
            _ = _emptyLines.Length == 0 ? _text.Append(' ') : _text.Append(_emptyLines);
        }
        else
        {
            _text.Append(_break).Append(_emptyLines);
        }

        Forget();
    }

    /// <summary>A line without text in a block.</summary>
    public void BlankLine(char lineBreak) => _emptyLines.Append(lineBreak);

    /// <summary>The beginning of a line of a block; lines that begin with a blank are not folded, nor is what stands beside them.</summary>
    public void BeginLine(bool isLiteral, bool isIndented)
    {
        if (!isLiteral && !_wasIndented && !isIndented && _break == '\n')
        {
            _ = _emptyLines.Length == 0 ? _text.Append(' ') : null;
        }
        else
        {
            _text.Append(_break);
        }

        _text.Append(_emptyLines);
        Forget();
        _wasIndented = isIndented;
    }

    /// <summary>The end of a block: <c>-</c> takes all line breaks, <c>+</c> keeps them, and otherwise one stays.</summary>
    public void Chomp(char how)
    {
        _ = how == '-' ? null : _text.Append(_break);
        _ = how == '+' ? _text.Append(_emptyLines) : null;
        Forget();
    }

    /// <summary>The text; the next scalar starts anew.</summary>
    public string Finish()
    {
        var text = _text.ToString();
        _text.Clear();
        Forget();
        _wasIndented = false;
        return text;
    }

    private void Forget()
    {
        _blanks.Clear();
        _emptyLines.Clear();
        (_break, _isBroken) = (null, false);
    }
}
