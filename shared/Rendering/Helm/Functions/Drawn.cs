using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>
/// Bytes that are drawn for one use alone. A render with a seed draws the same when it is made again, also when what is drawn for has changed meanwhile; what must not come
/// twice for two different things is bound to the thing.
/// </summary>
internal static class Drawn
{
    private const int Entropy = 32;

    /// <summary>At most 32 bytes that nobody can foretell, other ones for other <paramref name="content"/>.</summary>
    public static byte[] Bound(IRandomBytes random, int count, params ReadOnlySpan<byte[]> content)
    {
        Span<byte> key = stackalloc byte[Entropy];
        random.Fill(key);
        return SeedDerivation.Of(key, content)[..count];
    }
}
