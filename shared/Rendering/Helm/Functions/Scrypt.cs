using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The key derivation of RFC 7914, for <c>derivePassword</c>.</summary>
internal static class Scrypt
{
    /// <summary>Derives a key.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="cost">N: a power of two; memory is 128 · N · r bytes.</param>
    /// <param name="blockSize">r.</param>
    /// <param name="lanes">p.</param>
    /// <param name="length">Bytes wanted.</param>
    public static byte[] Derive(byte[] password, byte[] salt, int cost, int blockSize, int lanes, int length)
    {
        var laneBytes = 128 * blockSize;
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, lanes * laneBytes);
        for (var lane = 0; lane < lanes; lane++)
        {
            Mix(blocks.AsSpan(lane * laneBytes, laneBytes), cost, blockSize);
        }

        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    private static void Mix(Span<byte> block, int cost, int blockSize)
    {
        var words = 32 * blockSize;
        var x = new uint[words];
        var y = new uint[words];
        for (var i = 0; i < words; i++)
        {
            x[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(i * 4)..]);
        }

        var memory = new uint[(long)cost * words];
        for (var i = 0; i < cost; i++)
        {
            x.CopyTo(memory.AsSpan(i * words));
            MixBlock(x, y, blockSize);
            (x, y) = (y, x);
        }

        for (var i = 0; i < cost; i++)
        {
            var from = (int)(x[words - 16] & (uint)(cost - 1)) * words;
            for (var k = 0; k < words; k++)
            {
                x[k] ^= memory[from + k];
            }

            MixBlock(x, y, blockSize);
            (x, y) = (y, x);
        }

        for (var i = 0; i < words; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], x[i]);
        }
    }

    private static void MixBlock(uint[] from, uint[] to, int blockSize)
    {
        Span<uint> x = stackalloc uint[16];
        from.AsSpan(from.Length - 16).CopyTo(x);
        for (var i = 0; i < 2 * blockSize; i++)
        {
            for (var k = 0; k < 16; k++)
            {
                x[k] ^= from[(i * 16) + k];
            }

            Salsa(x);
            x.CopyTo(to.AsSpan(((i / 2) + (i % 2 * blockSize)) * 16));
        }
    }

    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[16];
        block.CopyTo(x);
        for (var round = 0; round < 8; round += 2)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }

        for (var i = 0; i < 16; i++)
        {
            block[i] += x[i];
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
