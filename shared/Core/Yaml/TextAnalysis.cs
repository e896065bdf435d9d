using System.Buffers;

namespace Plumbline.Core.Yaml;

/// <summary>How a text is written.</summary>
internal enum TextStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>What an emitter has to know of a text before it can pick a style.</summary>
internal readonly record struct TextAnalysis(bool Plain, bool Single, bool Block, bool Multiline)
{
    // Texts of these characters alone, starting with a letter, need no look at indicators, spaces or breaks.
    private static readonly SearchValues<char> Tame =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=+$()~^;<");

    private static readonly SearchValues<char> FlowIndicators = SearchValues.Create(",?[]{}:");

    public static TextAnalysis Of(string text, bool tabsInBlocks)
    {
        if (text.Length == 0)
        {
            return new TextAnalysis(Plain: true, Single: true, Block: false, Multiline: false);
        }

        if (char.IsAsciiLetterOrDigit(text[0]) && text.AsSpan().IndexOfAnyExcept(Tame) < 0)
        {
            return new TextAnalysis(Plain: true, Single: true, Block: true, Multiline: false);
        }

        return Scan(text, tabsInBlocks);
    }

    /// <summary>Whether the text may stand without quotes between brackets.</summary>
    public bool PlainInFlow(string text) => Plain && text.Length > 0 && text.AsSpan().IndexOfAny(FlowIndicators) < 0;

    public TextStyle Style(string text, bool simpleKey)
    {
        var wanted = text.Contains('\n') ? TextStyle.Literal
            : PlainScalarRule.ReadsAsText(text) ? TextStyle.Plain
            : TextStyle.DoubleQuoted;
        if (simpleKey && Multiline)
        {
            return TextStyle.DoubleQuoted;
        }

        return wanted switch
        {
            TextStyle.Plain when Plain && !(simpleKey && text.Length == 0) => TextStyle.Plain,
            TextStyle.Plain => Single ? TextStyle.SingleQuoted : TextStyle.DoubleQuoted,
            TextStyle.Literal when Block && !simpleKey => TextStyle.Literal,
            _ => TextStyle.DoubleQuoted,
        };
    }

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    public static bool IsPrintable(char c) =>
        c is '\n' or (>= ' ' and <= '~') || (c >= '\u00A0' && c != '\uFEFF' && c < '\uFFFE' && !char.IsSurrogate(c));

    private static TextAnalysis Scan(string text, bool tabsInBlocks)
    {
        var indicators = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        bool breaks = false, special = false, tabs = false, breakSpace = false, spaceBreak = false;
        bool previousSpace = false, previousBreak = false, preceded = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var followed = i + 1 == text.Length || text[i + 1] is ' ' or '\t' || IsBreak(text[i + 1]);
            indicators |= IsIndicator(c, i == 0, preceded, followed);
            if (c == '\t' && tabsInBlocks)
            {
                tabs = true;
            }
            else
            {
                special |= !IsPrintable(c);
            }

            if (c == ' ')
            {
                breakSpace |= previousBreak;
                previousSpace = true;
                previousBreak = false;
            }
            else if (IsBreak(c))
            {
                breaks = true;
                spaceBreak |= previousSpace;
                previousSpace = false;
                previousBreak = true;
            }
            else
            {
                previousSpace = previousBreak = false;
            }

            preceded = c is ' ' or '\t' || IsBreak(c);
        }

        var edge = text[0] == ' ' || text[^1] == ' ' || breaks;
        var unquotable = spaceBreak || special;
        return new TextAnalysis(
            Plain: !edge && !breakSpace && !unquotable && !tabs && !indicators,
            Single: !breakSpace && !unquotable && !tabs,
            Block: text[^1] != ' ' && !unquotable,
            Multiline: breaks);
    }

    private static bool IsIndicator(char c, bool first, bool preceded, bool followed) => first
        ? c is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' ||
          (c is '?' or ':' or '-' && followed)
        : (c == ':' && followed) || (c == '#' && preceded);
}
