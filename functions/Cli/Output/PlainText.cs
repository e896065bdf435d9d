using System.Text;

namespace Plumbline.Functions.Cli.Output;

/// <summary>Text of strangers (names, messages, commit subjects) made safe for a terminal.</summary>
internal static class PlainText
{
    /// <summary>The text on one line, without characters that a terminal obeys or that turn the line around.</summary>
    public static string Of(string text) => text.Any(IsObeyed) ? Replaced(text) : text;

    /// <summary>The same for text of several lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(Of));

    private static string Replaced(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c is '\n' or '\r' or '\t' ? ' ' : IsObeyed(c) ? '\uFFFD' : c);
        }

        return plain.ToString();
    }

    // Controls, and the marks that change the direction of writing.
    private static bool IsObeyed(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
