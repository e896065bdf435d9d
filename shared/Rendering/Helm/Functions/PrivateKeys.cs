using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Private keys in the PEM forms Go writes and reads.</summary>
internal static class PrivateKeys
{
    // PKCS #8 of an Ed25519 key: all that comes before its 32 bytes.
    private static readonly byte[] Ed25519Head = Convert.FromHexString("302e020100300506032b657004220420");

    /// <summary>A new key of a kind; an unknown kind gives Sprig's sentence about it.</summary>
    public static string Generate(string kind, TemplateContext context)
    {
        switch (kind)
        {
            case "" or "rsa":
                context.Crypto(160);
                using (var rsa = NewRsa(4096, context))
                {
                    return Pem(rsa);
                }

            case "ecdsa":
                context.Crypto(2);
                using (var ecdsa = SeededKeys.Ecdsa(context.Random))
                {
                    return Pem(ecdsa);
                }

            case "ed25519":
                context.Crypto(1);
                var seed = new byte[32];
                context.Random.Fill(seed);
                return Lines(PemEncoding.WriteString("PRIVATE KEY", (byte[])[.. Ed25519Head, .. seed]));
            case "dsa":
                context.Crypto(160);
                return Dsa(context);
            default:
                return "Unknown type " + kind;
        }
    }

    /// <summary>A new RSA key.</summary>
    public static RSA NewRsa(int bits, TemplateContext context) => context.Keys is { } keys ? keys.Rsa(bits, context.Random) : RSA.Create(bits);

    /// <summary>The PEM of an RSA or ECDSA key.</summary>
    public static string Pem(AsymmetricAlgorithm key) => Lines(key switch
    {
        RSA rsa => rsa.ExportRSAPrivateKeyPem(),
        ECDsa ecdsa => ecdsa.ExportECPrivateKeyPem(),
        _ => key.ExportPkcs8PrivateKeyPem(),
    });

    /// <summary>Reads a key.</summary>
    /// <exception cref="GoErrorException">It is none that certificates can have.</exception>
    public static AsymmetricAlgorithm Read(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new GoErrorException("no PEM data in input");
        }

        var label = pem[fields.Label];
        try
        {
            switch (label)
            {
                case "RSA PRIVATE KEY":
                    return Import(RSA.Create(), pem);
                case "EC PRIVATE KEY":
                    return Import(ECDsa.Create(), pem);
                case "PRIVATE KEY":
                    return ReadPkcs8(pem);
            }
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new GoErrorException(label == "PRIVATE KEY" ? $"decoding PEM as PKCS#8: {error.Message}" : $"parsing {label[..^12]} private key from PEM: {error.Message}", error);
        }

        throw new GoErrorException(label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal)
            ? $"invalid private key type {label[..^12]}"
            : $"no private key data in PEM block of type {label}");
    }

    private static AsymmetricAlgorithm ReadPkcs8(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            return Import(rsa, pem);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            return Import(ECDsa.Create(), pem);
        }
    }

    private static AsymmetricAlgorithm Import(AsymmetricAlgorithm key, string pem)
    {
        key.ImportFromPem(pem);
        return key;
    }

    private static string Dsa(TemplateContext context)
    {
        var parameters = context.Keys is { } keys ? keys.Dsa(context.Random) : NewDsa();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in new[] { parameters.P, parameters.Q, parameters.G, parameters.Y, parameters.X })
            {
                writer.WriteInteger(new BigInteger(number, isUnsigned: true, isBigEndian: true));
            }
        }

        return Lines(PemEncoding.WriteString("DSA PRIVATE KEY", writer.Encode()));
    }

    private static DSAParameters NewDsa()
    {
        using var dsa = DSA.Create(2048);
        return dsa.ExportParameters(includePrivateParameters: true);
    }

    private static string Lines(string pem) => new StringBuilder(pem.TrimEnd('\n')).Append('\n').ToString();
}
