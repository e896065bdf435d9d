using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Sync;

/// <summary>
/// A key of the operator's that all passwords and keys drawn by charts follow from. Another key makes all of them anew. Without one, a key is made and kept in the
/// storage account, so that whoever can read all of that can foretell what charts draw (decision 0006).
/// </summary>
public sealed class RenderKey
{
    /// <summary>Least length of the text, in bytes of UTF-8.</summary>
    public const int LeastBytes = 32;

    /// <summary>A key from a text.</summary>
    /// <param name="text">At least <see cref="LeastBytes"/> bytes that nobody can guess.</param>
    /// <exception cref="ArgumentException">The text is shorter.</exception>
    public RenderKey(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Value = bytes.Length >= LeastBytes ? SHA256.HashData(bytes) : throw new ArgumentException($"A key has at least {LeastBytes} bytes.", nameof(text));
    }

    internal byte[] Value { get; }
}
