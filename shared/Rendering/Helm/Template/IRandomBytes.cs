namespace Plumbline.Rendering.Helm.Template;

/// <summary>Chance for template functions.</summary>
internal interface IRandomBytes
{
    /// <summary>Fills the span with bytes nobody can foretell (in production).</summary>
    void Fill(Span<byte> bytes);
}
