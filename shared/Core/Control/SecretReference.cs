namespace Plumbline.Core.Control;

/// <summary>References to secrets, as they stand in files in place of the values (design §4).</summary>
public static class SecretReference
{
    private static readonly string[] Schemes = ["env:", "file:", "keyvault:"];

    /// <summary>Whether a text is a reference: <c>env:NAME</c>, <c>file:PATH</c> or <c>keyvault:NAME</c>.</summary>
    public static bool IsReference(string text) =>
        text.Length <= 1024 && Array.Exists(Schemes, s => text.Length > s.Length && text.StartsWith(s, StringComparison.Ordinal)) && !text.Any(char.IsControl);
}
