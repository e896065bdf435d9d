using System.Globalization;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;
using Plumbline.Core.Charts;

namespace Plumbline.Helm.Provenance;

/// <summary>
/// Provenance files as Helm writes them: Chart.yaml and the digests of the archives, clear-signed. A signature counts when its key is among the given ones, is
/// neither revoked nor was expired when it signed, and when the digest algorithm still means something.
/// </summary>
internal sealed class OpenPgpSignatures : IChartSignatures
{
    private static readonly HashAlgorithmTag[] Hashes =
    [
        HashAlgorithmTag.Sha256, HashAlgorithmTag.Sha384, HashAlgorithmTag.Sha512, HashAlgorithmTag.Sha224,
    ];

    /// <inheritdoc/>
    public string Verify(ReadOnlyMemory<byte> provenance, ResolvedChart chart, ChartArchiveFile archive, IReadOnlyList<string> keys)
    {
        var what = $"The provenance of chart '{chart.Reference.Chart}' {chart.Version}";
        try
        {
            var message = ClearSignedMessage.Read(provenance, what);
            var signer = Signer(message, keys, what);
            ProvenanceStatement.Read(message.Text, what).Check(chart, archive, what);
            return signer;
        }
        catch (Exception e) when (e is IOException or PgpException or GeneralSecurityException or UnsupportedPacketVersionException or SystemException and not OutOfMemoryException)
        {
            // What the library throws for malformed packets and keys.
            throw Refused($"{what} is malformed.", e);
        }
    }

    internal static ChartRepositoryException Refused(string message, Exception? cause = null) => new(ChartFailure.NotTrusted, message, cause);

    private static string Signer(ClearSignedMessage message, IReadOnlyList<string> keys, string what)
    {
        var rings = keys.SelectMany(Rings).ToList();
        var reason = $"{what} is not signed by any key that the project trusts.";
        foreach (var signature in message.Signatures)
        {
            foreach (var ring in rings)
            {
                if (ring.GetPublicKey(signature.KeyId) is not { } key)
                {
                    continue;
                }

                if (Weakness(signature, key, ring) is { } weakness)
                {
                    reason = $"{what} is signed by the key {Id(key)}, but {weakness}.";
                }
                else if (IsGood(signature, key, message))
                {
                    return Id(key);
                }
                else
                {
                    reason = $"{what} does not fit its signature by the key {Id(key)}: it was changed.";
                }
            }
        }

        throw Refused(reason);
    }

    private static string? Weakness(PgpSignature signature, PgpPublicKey key, PgpPublicKeyRing ring)
    {
        if (!Hashes.Contains(signature.HashAlgorithm))
        {
            return $"with the digest {signature.HashAlgorithm}, which is broken";
        }

        if (signature.SignatureType is not (PgpSignature.CanonicalTextDocument or PgpSignature.BinaryDocument))
        {
            return "the signature is none of a document";
        }

        if (key.HasRevocation() || ring.GetPublicKey().HasRevocation())
        {
            return "that key is revoked";
        }

        return new[] { key, ring.GetPublicKey() }.Any(k => k.GetValidSeconds() is var seconds and > 0 && k.CreationTime.AddSeconds(seconds) < signature.CreationTime)
            ? "that key was expired by then"
            : null;
    }

    private static bool IsGood(PgpSignature signature, PgpPublicKey key, ClearSignedMessage message)
    {
        signature.InitVerify(key);
        var bytes = Encoding.UTF8.GetBytes(message.Canonical);
        signature.Update(bytes, 0, bytes.Length);
        return signature.Verify();
    }

    private static IEnumerable<PgpPublicKeyRing> Rings(string armored)
    {
        const string begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        foreach (var block in armored.Split(begin).Skip(1))
        {
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(begin + block));
            using var decoder = PgpUtilities.GetDecoderStream(text);
            foreach (var ring in new PgpPublicKeyRingBundle(decoder).GetKeyRings())
            {
                yield return ring;
            }
        }
    }

    private static string Id(PgpPublicKey key) => key.KeyId.ToString("X16", CultureInfo.InvariantCulture);
}
