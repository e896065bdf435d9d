using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>A token: its kind, its place and its text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Index of its first character in the file's text.</param>
/// <param name="Text">Its text; for <see cref="TokenKind.Error"/> the message.</param>
/// <param name="Line">Line it starts on, from 1.</param>
internal readonly record struct Token(TokenKind Kind, int Position, string Text, int Line)
{
    /// <summary>How error messages show it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.Eof => "EOF",
        TokenKind.Error => Text,
        > TokenKind.Keyword => $"<{Text}>",
        _ => ByteCount() > 10 ? GoStrconv.Quote(FirstRunes(10)) + "..." : GoStrconv.Quote(Text ?? ""),
    };

    private int ByteCount() => Text is null ? 0 : Values.GoText.ByteLength(Text);

    private string FirstRunes(int count)
    {
        var at = 0;
        while (at < Text.Length && count-- > 0)
        {
            at += char.IsHighSurrogate(Text[at]) && at + 1 < Text.Length && char.IsLowSurrogate(Text[at + 1]) ? 2 : 1;
        }

        return Text[..at];
    }
}
