using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Core.Rendering;

/// <summary>Keys that follow from another key and from what they are for.</summary>
public static class SeedDerivation
{
    /// <summary>HMAC-SHA-256 over the parts, each behind its length: whatever stands in one part, it cannot be taken for another list of parts.</summary>
    public static byte[] Of(ReadOnlySpan<byte> key, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
