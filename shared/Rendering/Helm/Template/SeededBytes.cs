using System.Buffers.Binary;
using System.Security.Cryptography;
using Plumbline.Core.Rendering;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// Bytes that follow from a seed and a name, and that nobody can foretell without the seed: HMAC-SHA-256 in counter mode (NIST SP 800-108r1, 4.1), under a key of
/// the seed for the name.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="name">What is drawn for; each part counts.</param>
internal sealed class SeededBytes(ReadOnlyMemory<byte> seed, params string[] name) : IRandomBytes
{
    // Most templates draw nothing, so the key waits for the first one that does.
    private byte[]? _key;
    private readonly byte[] _block = new byte[HMACSHA256.HashSizeInBytes];
    private long _blocks;
    private int _used = HMACSHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == _block.Length)
            {
                Next();
            }

            var count = Math.Min(bytes.Length, _block.Length - _used);
            _block.AsSpan(_used, count).CopyTo(bytes);
            _used += count;
            bytes = bytes[count..];
        }
    }

    private void Next()
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, ++_blocks);
        HMACSHA256.HashData(_key ??= SeedDerivation.Of(seed.Span, name), counter, _block);
        _used = 0;
    }
}
