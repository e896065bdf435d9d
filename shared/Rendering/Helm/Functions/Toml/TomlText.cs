using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions.Toml;

/// <summary>Moves through a TOML text, counting lines as Go's library does, and words failures as it does.</summary>
internal sealed class TomlText(string text)
{
    /// <summary>What <see cref="Next"/> gives behind the last character.</summary>
    public const int End = -1;

    private int _at;
    private int _before;
    private bool _atEnd;

    /// <summary>Line of the next character, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The dotted name of what is being read, for messages.</summary>
    public string LastKey { get; set; } = "";

    /// <summary>Place of the next character, to cut texts by.</summary>
    public int Place => _at;

    /// <summary>The text from a place to here.</summary>
    public string From(int place) => text[place.._at];

    /// <summary>Reads a character.</summary>
    /// <exception cref="GoErrorException">It is none that TOML allows.</exception>
    public int Next()
    {
        _before = _at;
        if (_at >= text.Length)
        {
            _atEnd = true;
            return End;
        }

        var c = text[_at];
        if (GoText.IsEscapedByte(text, _at))
        {
            throw Error($"invalid UTF-8 byte: 0x{c - 0xDC00:x2}");
        }

        if ((c < ' ' && c is not ('\t' or '\n' or '\r')) || c == '\x7f' || (c == '\r' && (_at + 1 == text.Length || text[_at + 1] != '\n')))
        {
            throw Error($"TOML files cannot contain control characters: '0x{(int)c:x2}'");
        }

        var rune = Rune.GetRuneAt(text, _at);
        _at += rune.Utf16SequenceLength;
        Line += c == '\n' ? 1 : 0;
        return rune.Value;
    }

    /// <summary>Takes back the last <see cref="Next"/>.</summary>
    public void Back()
    {
        _atEnd = false;
        Line -= _before < _at && text[_before] == '\n' ? 1 : 0;
        _at = _before;
    }

    /// <summary>The next character, which stays.</summary>
    public int Peek()
    {
        var c = Next();
        Back();
        return c;
    }

    /// <summary>Reads the character if it comes next.</summary>
    public bool Accept(char wanted)
    {
        if (Next() == wanted)
        {
            return true;
        }

        Back();
        return false;
    }

    /// <summary>Reads a text if it comes next.</summary>
    public bool Accept(string wanted)
    {
        if (!text.AsSpan(_at).StartsWith(wanted, StringComparison.Ordinal))
        {
            return false;
        }

        _at += wanted.Length;
        return true;
    }

    /// <summary>Reads on while the characters are of a kind.</summary>
    public void While(Func<int, bool> kind)
    {
        while (kind(Next()))
        {
        }

        Back();
    }

    /// <summary>Reads blanks and tabs.</summary>
    public void SkipBlanks() => While(static c => c is ' ' or '\t');

    /// <summary>Reads to the end of the line, which stays.</summary>
    public void SkipComment() => While(static c => c is not ('\n' or '\r' or End));

    /// <summary>A failure here.</summary>
    public GoErrorException Error(string message) =>
        ErrorAt(_atEnd && _at >= 1 && text[_at - 1] == '\n' ? Line - 1 : Line, message);

    /// <summary>A failure of the line that has just been ended.</summary>
    public GoErrorException ErrorBefore(string message) => ErrorAt(Line - 1, message);

    /// <summary>A failure of a line.</summary>
    public GoErrorException ErrorAt(int line, string message) => new(
        $"toml: line {line.ToString(CultureInfo.InvariantCulture)}{(LastKey.Length > 0 ? $" (last key {GoStrconv.Quote(LastKey)})" : "")}: {message}");

    /// <summary>How messages show a character; the end is shown as NUL.</summary>
    public static string Shown(int c) => GoStrconv.QuoteRune(c == End ? 0 : c, false);
}
