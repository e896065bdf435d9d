using System.Globalization;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Salts of bcrypt from the render's source of chance; the library's own come from the system's.</summary>
internal static class BcryptSalt
{
    private const int Bytes = 16;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What stands before the hash: version, rounds and the salt in bcrypt's own base64, which has no padding.</summary>
    public static string Of(int rounds, IRandomBytes random)
    {
        Span<byte> salt = stackalloc byte[Bytes];
        random.Fill(salt);
        return string.Create(CultureInfo.InvariantCulture, $"$2a${rounds:00}${Encoded(salt)}");
    }

    private static string Encoded(ReadOnlySpan<byte> salt)
    {
        Span<char> text = stackalloc char[(Bytes * 8 + 5) / 6];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 6;
            var pair = (salt[bit / 8] << 8) | (bit / 8 + 1 < salt.Length ? salt[bit / 8 + 1] : 0);
            text[i] = Alphabet[(pair >> (10 - bit % 8)) & 0x3F];
        }

        return new string(text);
    }
}
