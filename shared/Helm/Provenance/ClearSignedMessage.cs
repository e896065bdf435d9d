using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Plumbline.Helm.Provenance;

/// <summary>A text with its signatures (RFC 4880, section 7).</summary>
/// <param name="Text">The text that was signed, without dash escapes.</param>
/// <param name="Signatures">Its signatures.</param>
internal sealed record ClearSignedMessage(string Text, IReadOnlyList<PgpSignature> Signatures)
{
    private const string Begin = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string Armor = "-----BEGIN PGP SIGNATURE-----";

    /// <summary>The text as it is signed: lines end in CR LF, without blanks before it and without one after the last line.</summary>
    public string Canonical => string.Join("\r\n", Text.Split('\n').Select(l => l.TrimEnd(' ', '\t', '\r')));

    /// <summary>Reads a message. Text outside of it is no part of it.</summary>
    /// <exception cref="Core.Charts.ChartRepositoryException">There is none.</exception>
    public static ClearSignedMessage Read(ReadOnlyMemory<byte> bytes, string what)
    {
        var lines = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span).Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        var start = lines.FindIndex(l => l.TrimEnd() == Begin);
        var head = start < 0 ? -1 : lines.FindIndex(start, l => l.Trim().Length == 0);
        var end = head < 0 ? -1 : lines.FindIndex(head, l => l.TrimEnd() == Armor);
        if (end < 0 || lines.Skip(start + 1).Take(head - start - 1).Any(l => !l.StartsWith("Hash: ", StringComparison.Ordinal)))
        {
            throw OpenPgpSignatures.Refused($"{what} is no clear-signed message.");
        }

        var text = string.Join('\n', lines.Skip(head + 1).Take(end - head - 1).Select(l => l.StartsWith("- ", StringComparison.Ordinal) ? l[2..] : l));
        using var armored = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines.Skip(end))));
        using var decoded = new ArmoredInputStream(armored);
        var factory = new PgpObjectFactory(decoded);
        var signatures = new List<PgpSignature>();
        while (factory.NextPgpObject() is { } item)
        {
            if (item is PgpSignatureList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    signatures.Add(list[i]);
                }
            }
        }

        return new ClearSignedMessage(text, signatures);
    }
}
