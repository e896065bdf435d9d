using System.Text;

namespace Plumbline.Slack;

/// <summary>Makes strangers' text harmless in Slack: no markup, no mentions, no links, no hidden characters (T-SL-8, T-OUT-2).</summary>
public static class SlackText
{
    /// <summary>Escapes and cuts to <paramref name="most"/> characters, never inside a character or an escape.</summary>
    public static string Escape(string text, int most)
    {
        var escaped = new StringBuilder(Math.Min(text.Length + 16, most));
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = Piece(rune);
            if (escaped.Length + piece.Length > most - 1)
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(piece);
        }

        return escaped.ToString();
    }

    private static string Piece(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\n' => "\n",
        '\t' => " ",
        // Marks that would format, mention by colon code, or break out of code spans; a zero-width joiner after them keeps them as they are.
        '*' or '_' or '~' or '`' or '@' or '#' or '|' => $"{rune}\u2060",
        _ when Rune.IsControl(rune) || IsHidden(rune.Value) => $"\\u{rune.Value:x4}",
        _ => rune.ToString(),
    };

    private static bool IsHidden(int value) =>
        value is 0x00AD or 0x061C or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);
}
