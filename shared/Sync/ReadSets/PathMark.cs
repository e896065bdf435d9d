using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Sync.ReadSets;

/// <summary>
/// A path and how it was looked at, in 64 bits. Two paths that share a mark only wake an application once too often,
/// which the render cache then finds out.
/// </summary>
internal static class PathMark
{
    public const char File = 'f';
    public const char Folder = 'd';
    public const char Miss = 'm';
    public const char Listing = 'l';

    public static ulong Of(char how, string path)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{how}{path}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    public static ulong OfListing(string listingId) => BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(listingId));
}
