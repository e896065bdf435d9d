using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>What the certificate functions give: a certificate and its key, both PEM.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Key">The private key.</param>
internal sealed record GoCertificate(string Certificate, string Key) : IGoObject
{
    private static readonly string[] Names = ["Cert", "Key"];

    public string TypeName => "sprig.certificate";

    public IReadOnlyList<string> FieldNames => Names;

    public string? StringValue => null;

    public bool TryGetField(string name, out object? value)
    {
        value = name switch { "Cert" => Certificate, "Key" => Key, _ => null };
        return value is not null;
    }

    public bool TryGetMethod(string name, out GoFunction? method)
    {
        method = null;
        return false;
    }
}
