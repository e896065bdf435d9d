using System.Buffers;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>A growing text in a pooled buffer. One that is dropped without <see cref="Finish"/> (after a failure) is left to the collector.</summary>
internal sealed class TextBuffer
{
    private char[] _characters;

    /// <summary>An empty buffer.</summary>
    public TextBuffer(int capacity = 256) => _characters = ArrayPool<char>.Shared.Rent(capacity);

    /// <summary>Number of characters written; may be set back to drop the end.</summary>
    public int Length { get; set; }

    /// <summary>What has been written from a place on; valid until the next change.</summary>
    public ReadOnlySpan<char> From(int start) => _characters.AsSpan(start, Length - start);

    /// <summary>Writes text.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _characters.Length - Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Writes text.</summary>
    public void Append(string text) => Append(text.AsSpan());

    /// <summary>Writes a character.</summary>
    public void Append(char character)
    {
        if (Length == _characters.Length)
        {
            Grow(1);
        }

        _characters[Length++] = character;
    }

    /// <summary>Writes a character many times.</summary>
    public void Append(char character, int count)
    {
        if (count <= 0)
        {
            return;
        }

        if (count > _characters.Length - Length)
        {
            Grow(count);
        }

        _characters.AsSpan(Length, count).Fill(character);
        Length += count;
    }

    /// <summary>Writes a whole number in decimal.</summary>
    public void Append(long number)
    {
        if (_characters.Length - Length < 20)
        {
            Grow(20);
        }

        number.TryFormat(_characters.AsSpan(Length), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Writes bytes as decimal numbers with a space between them: charts print whole files so, most often by mistake.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="spaceFirst">Whether a space comes before the first one too.</param>
    public void AppendNumbers(ReadOnlySpan<byte> bytes, bool spaceFirst)
    {
        if (_characters.Length - Length < bytes.Length * 4)
        {
            Grow(bytes.Length * 4);
        }

        var characters = _characters.AsSpan(Length);
        var at = 0;
        foreach (var number in bytes)
        {
            if (spaceFirst)
            {
                characters[at++] = ' ';
            }

            spaceFirst = true;
            number.TryFormat(characters[at..], out var written, default, System.Globalization.CultureInfo.InvariantCulture);
            at += written;
        }

        Length += at;
    }

    /// <summary>What has been written.</summary>
    public override string ToString() => new(_characters, 0, Length);

    /// <summary>What has been written; gives the memory back, so nothing may be written afterwards.</summary>
    public string Finish()
    {
        var text = ToString();
        ArrayPool<char>.Shared.Return(_characters);
        _characters = [];
        Length = 0;
        return text;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(Length + more, _characters.Length * 2));
        _characters.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_characters);
        _characters = larger;
    }
}
