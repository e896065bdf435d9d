using System.Text;
using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Yaml;

/// <summary>The text of bytes as Go's YAML reader decodes them: UTF-8 without exceptions, a mark of the byte order passed over.</summary>
internal static class GoUtf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text.</summary>
    /// <exception cref="SyntaxFault">It is no UTF-8; in the words of the reader, which names no line here.</exception>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var start = Math.Max(e.Index, 0);
            var before = bytes[..start];
            var line = before.Count((byte)'\n');
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]);
            throw new SyntaxFault(Words(bytes[start..]), default, default, isOfScanner: false).At(new SourcePosition(line + 1, column + 1));
        }
    }

    private static string Words(ReadOnlySpan<byte> bytes)
    {
        var width = bytes[0] switch
        {
            >= 0xC0 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF8 => 4,
            _ => 0,
        };
        if (width == 0)
        {
            return "invalid leading UTF-8 octet";
        }

        if (bytes.Length < width)
        {
            return "incomplete UTF-8 octet sequence";
        }

        foreach (var octet in bytes[1..width])
        {
            if ((octet & 0xC0) != 0x80)
            {
                return "invalid trailing UTF-8 octet";
            }
        }

        // What is left is longer than it need be, half of a surrogate pair, or beyond the last character.
        return bytes[0] is 0xC0 or 0xC1 || bytes is [0xE0, < 0xA0, ..] or [0xF0, < 0x90, ..] ? "invalid length of a UTF-8 sequence" : "invalid Unicode character";
    }
}
