using System.Security.Cryptography;

namespace Plumbline.Core.Chance;

/// <summary>Ids from the operating system's source of chance.</summary>
public sealed class RandomIdSource(TimeProvider clock) : IIdSource
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <inheritdoc/>
    public string NewId()
    {
        Span<byte> chance = stackalloc byte[10];
        RandomNumberGenerator.Fill(chance);
        return Format(clock.GetUtcNow(), chance);
    }

    /// <summary>Writes a time (milliseconds, 48 bits) and 10 bytes as an id.</summary>
    public static string Format(DateTimeOffset time, ReadOnlySpan<byte> chance)
    {
        Span<char> text = stackalloc char[26];
        var milliseconds = time.ToUnixTimeMilliseconds();
        for (var i = 9; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        var bits = 0;
        var held = 0;
        var next = 10;
        foreach (var b in chance)
        {
            held = (held << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[next++] = Alphabet[(held >> bits) & 31];
            }

            held &= (1 << bits) - 1;
        }

        return new string(text);
    }
}
