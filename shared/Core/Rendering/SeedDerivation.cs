using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Core.Rendering;

/// <summary>Keys that follow from another key and from what they are for.</summary>
public static class SeedDerivation
{
    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, ReadOnlySpan{byte[]})"/>
    public static byte[] Of(ReadOnlySpan<byte> key, params ReadOnlySpan<string> parts)
    {
        var bytes = new byte[parts.Length][];
        for (var i = 0; i < parts.Length; i++)
        {
            bytes[i] = Encoding.UTF8.GetBytes(parts[i]);
        }

        return Of(key, bytes);
    }

    /// <summary>HMAC-SHA-256 over the parts, each behind its length: whatever stands in one part, it cannot be taken for another list of parts.</summary>
    public static byte[] Of(ReadOnlySpan<byte> key, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }

        return hash.GetHashAndReset();
    }
}
