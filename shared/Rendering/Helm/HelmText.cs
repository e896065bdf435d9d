using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm;

/// <summary>The bytes behind texts of templates. Templates may write bytes that are no UTF-8; the texts keep them in a form that no encoder of the framework knows.</summary>
public static class HelmText
{
    /// <summary>The bytes as the template wrote them.</summary>
    public static byte[] ToBytes(string text) => GoText.ToBytes(text);

    /// <summary>The text that <paramref name="bytes"/> stand for.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes) => GoText.FromBytes(bytes);
}
