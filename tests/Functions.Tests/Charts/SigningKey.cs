using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>An OpenPGP key that signs as <c>helm package --sign</c> does.</summary>
internal sealed class SigningKey
{
    private readonly PgpSecretKey _key;
    private readonly PgpPublicKeyRing _ring;

    public SigningKey(string owner, TimeSpan? lifetime = null, DateTime? created = null)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new Org.BouncyCastle.Crypto.Parameters.RsaKeyGenerationParameters(BigInteger.ValueOf(65537), new SecureRandom(), 2048, 12));
        var pair = new PgpKeyPair(PublicKeyAlgorithmTag.RsaGeneral, generator.GenerateKeyPair(), created ?? new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var packets = new PgpSignatureSubpacketGenerator();
        if (lifetime is { } span)
        {
            packets.SetKeyExpirationTime(false, (long)span.TotalSeconds);
        }

        var ring = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification, pair, owner, SymmetricKeyAlgorithmTag.Null, HashAlgorithmTag.Sha256, Array.Empty<char>(), true, packets.Generate(), null, new SecureRandom());
        _key = ring.GenerateSecretKeyRing().GetSecretKey();
        _ring = ring.GeneratePublicKeyRing();
    }

    public string PublicKey => Armored(_ring.Encode);

    public string RevokedKey
    {
        get
        {
            var revocation = new PgpSignatureGenerator(_key.PublicKey.Algorithm, HashAlgorithmTag.Sha256);
            revocation.InitSign(PgpSignature.KeyRevocation, _key.ExtractPrivateKey([]));
            return Armored(PgpPublicKey.AddCertification(_key.PublicKey, revocation.GenerateCertification(_key.PublicKey)).Encode);
        }
    }

    public byte[] Provenance(string name, string version, byte[] archive, HashAlgorithmTag hash = HashAlgorithmTag.Sha512) => Sign(
        $"apiVersion: v2\nname: {name}\nversion: {version}\n\n...\nfiles:\n  {name}-{version}.tgz: sha256:{Convert.ToHexStringLower(SHA256.HashData(archive))}\n", hash);

    public byte[] Sign(string text, HashAlgorithmTag hash = HashAlgorithmTag.Sha512)
    {
        using var stream = new MemoryStream();
        using (var armored = new ArmoredOutputStream(stream))
        {
            var generator = new PgpSignatureGenerator(_key.PublicKey.Algorithm, hash);
            generator.InitSign(PgpSignature.CanonicalTextDocument, _key.ExtractPrivateKey([]));
            armored.BeginClearText(hash);
            var lines = text.TrimEnd('\n').Split('\n');
            armored.Write(Encoding.UTF8.GetBytes(text.TrimEnd('\n') + "\n"));
            generator.Update(Encoding.UTF8.GetBytes(string.Join("\r\n", lines.Select(l => l.TrimEnd(' ', '\t')))));
            armored.EndClearText();
            generator.Generate().Encode(new BcpgOutputStream(armored));
        }

        return stream.ToArray();
    }

    private static string Armored(Action<Stream> encode)
    {
        using var stream = new MemoryStream();
        using (var armored = new ArmoredOutputStream(stream))
        {
            encode(armored);
        }

        return Encoding.ASCII.GetString(stream.ToArray());
    }
}
