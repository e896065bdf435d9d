using System.Security.Cryptography;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The operating system's source of chance for secrets.</summary>
internal sealed class SystemRandomBytes : IRandomBytes
{
    /// <summary>The one instance; it has no state.</summary>
    public static readonly SystemRandomBytes Instance = new();

    private SystemRandomBytes()
    {
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
