using System.Text;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Texts as Go's formatting prints them.</summary>
internal static class GoText
{
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\t' => result.Append("\\t"),
                '\r' => result.Append("\\r"),
                < ' ' or '\x7f' => result.Append($"\\x{(int)c:x2}"),
                (>= '\u0080' and <= '\u00a0') or '\u00ad' or '\u2028' or '\u2029' or '\ufeff' => result.Append($"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }
}
