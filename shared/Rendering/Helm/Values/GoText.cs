using System.Buffers;
using System.Text;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// Go strings are bytes, ours are UTF-16. A byte that is no valid UTF-8 is kept as a lone low surrogate U+DC80…U+DCFF, so every Go string has an exact image and
/// comes back byte for byte. Lengths and slices of the language are in bytes and go through here.
/// </summary>
internal static class GoText
{
    /// <summary>Go's order of strings: by bytes, which is by code points.</summary>
    public static int Compare(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return string.CompareOrdinal(left, right);
        }

        var common = Math.Min(left.Length, right.Length);
        var at = left.AsSpan(0, common).CommonPrefixLength(right.AsSpan(0, common));
        if (at == common)
        {
            return left.Length.CompareTo(right.Length);
        }

        // UTF-16 order differs from code point order only where surrogates meet characters above them.
        if (left[at] < 0xD800 || right[at] < 0xD800)
        {
            return left[at].CompareTo(right[at]);
        }

        return ToBytes(left).AsSpan().SequenceCompareTo(ToBytes(right));
    }

    /// <summary>Length in bytes.</summary>
    public static int ByteLength(string text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80 || IsEscapedByte(text, i))
            {
                length++;
            }
            else if (c < 0x800)
            {
                length += 2;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += 4;
                i++;
            }
            else
            {
                length += 3;
            }
        }

        return length;
    }

    /// <summary>The bytes of the string.</summary>
    public static byte[] ToBytes(string text)
    {
        if (!ContainsEscapedByte(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[ByteLength(text)];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsEscapedByte(text, i))
            {
                bytes[at++] = (byte)(text[i] - 0xDC00);
                continue;
            }

            var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            at += Encoding.UTF8.GetBytes(text.AsSpan(i, width), bytes.AsSpan(at));
            i += width - 1;
        }

        return bytes;
    }

    /// <summary>The string of these bytes.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(0xDC00 + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>Bytes <paramref name="start"/> to <paramref name="end"/> (exclusive) of the string; the caller has checked the range.</summary>
    public static string ByteSlice(string text, int start, int end)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text[start..end];
        }

        return FromBytes(ToBytes(text).AsSpan(start, end - start));
    }

    /// <summary>The code points of the string; a byte that is no UTF-8 counts as U+FFFD, as Go's range does.</summary>
    public static StringRuneEnumerator Runes(string text) => text.EnumerateRunes();

    /// <summary>Number of code points, invalid bytes counting one each.</summary>
    public static int RuneCount(string text)
    {
        var count = text.Length;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && char.IsLowSurrogate(text[i + 1]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>The string with U+FFFD for each byte that is no UTF-8.</summary>
    public static string Readable(string text)
    {
        if (!ContainsEscapedByte(text))
        {
            return text;
        }

        var readable = text.ToCharArray();
        for (var i = 0; i < readable.Length; i++)
        {
            readable[i] = IsEscapedByte(text, i) ? '\uFFFD' : readable[i];
        }

        return new string(readable);
    }

    /// <summary>Whether the character at this place stands for a byte that is no UTF-8.</summary>
    public static bool IsEscapedByte(string text, int index) =>
        text[index] is >= '\uDC80' and <= '\uDCFF' && (index == 0 || !char.IsHighSurrogate(text[index - 1]));

    /// <summary>Whether the string holds a byte that is no UTF-8.</summary>
    public static bool ContainsEscapedByte(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF'); i >= 0 && i < text.Length; i++)
        {
            if (IsEscapedByte(text, i))
            {
                return true;
            }
        }

        return false;
    }
}
