using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>
/// Signs certificates with an ECDSA key so that the same certificate gets the same signature (RFC 6979); the system's signer draws a number for each, and a
/// render would be another one each time.
/// </summary>
internal sealed class RepeatableEcdsaSignatures(ECDsa key) : X509SignatureGenerator
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        RequireSha256(hashAlgorithm);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EcdsaWithSha256);
        }

        return writer.Encode();
    }

    /// <inheritdoc/>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
    {
        RequireSha256(hashAlgorithm);
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in signer.GenerateSignature(SHA256.HashData(data)))
            {
                writer.WriteInteger(new BigInteger(number.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true));
            }
        }

        return writer.Encode();
    }

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => CreateForECDsa(key).PublicKey;

    private static void RequireSha256(HashAlgorithmName hash)
    {
        if (hash != HashAlgorithmName.SHA256)
        {
            throw new NotSupportedException($"Certificates are signed over SHA-256, not {hash.Name}.");
        }
    }
}
