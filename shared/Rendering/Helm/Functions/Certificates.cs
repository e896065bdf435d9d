using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Certificates as Sprig makes them. Key sizes are fixed, so a template cannot ask for slow ones (T-TPL-4).</summary>
internal static class Certificates
{
    private const int KeyCost = 40;

    // A thousand years: what a certificate can write, with room to the end of its calendar.
    private const int MostDays = 365_000;

    /// <summary>A certificate authority.</summary>
    public static GoCertificate Authority(string name, long days, string? key, TemplateContext context)
    {
        using var own = KeyFor(key, context);
        return Signed(new Wanted(name, null, null, days, IsAuthority: true), own, null, context);
    }

    /// <summary>A certificate signed by itself.</summary>
    public static GoCertificate SelfSigned(string name, GoList? addresses, GoList? names, long days, string? key, TemplateContext context)
    {
        using var own = KeyFor(key, context);
        return Signed(new Wanted(name, Addresses(addresses, context), Names(names, context), days, IsAuthority: false), own, null, context);
    }

    /// <summary>A certificate signed by an authority.</summary>
    public static GoCertificate Signed(string name, GoList? addresses, GoList? names, long days, GoCertificate authority, string? key, TemplateContext context)
    {
        using var own = KeyFor(key, context);
        X509Certificate2 issuer;
        AsymmetricAlgorithm issuerKey;
        try
        {
            issuer = X509Certificate2.CreateFromPem(authority.Certificate);
        }
        catch (CryptographicException error)
        {
            throw new GoErrorException("unable to decode certificate", error);
        }

        using (issuer)
        {
            try
            {
                issuerKey = PrivateKeys.Read(authority.Key);
            }
            catch (GoErrorException error)
            {
                throw new GoErrorException($"error parsing private key: {error.Message}", error);
            }

            using (issuerKey)
            {
                return Signed(new Wanted(name, Addresses(addresses, context), Names(names, context), days, IsAuthority: false), own, (issuer, issuerKey), context);
            }
        }
    }

    /// <summary>A certificate and key given in base64.</summary>
    public static GoCertificate Custom(string certificate, string key, TemplateContext context)
    {
        var certificatePem = GoText.FromBytes(Decoded(certificate, "certificate", context));
        var keyPem = GoText.FromBytes(Decoded(key, "private key", context));
        if (!PemEncoding.TryFind(certificatePem, out _))
        {
            throw new GoErrorException("unable to decode certificate");
        }

        try
        {
            X509Certificate2.CreateFromPem(certificatePem).Dispose();
            PrivateKeys.Read(keyPem).Dispose();
        }
        catch (CryptographicException error)
        {
            throw new GoErrorException($"error parsing certificate: decodedCert.Bytes: {error.Message}", error);
        }
        catch (GoErrorException error)
        {
            throw new GoErrorException($"error parsing private key: {error.Message}", error);
        }

        return new GoCertificate(certificatePem, keyPem);
    }

    private sealed record Wanted(string Name, List<IPAddress>? Addresses, List<string>? Names, long Days, bool IsAuthority);

    private static byte[] Decoded(string text, string what, TemplateContext context)
    {
        try
        {
            return EncodingFunctions.FromBase64(text, context);
        }
        catch (GoErrorException error)
        {
            throw new GoErrorException($"unable to decode base64 {what}", error);
        }
    }

    private static AsymmetricAlgorithm KeyFor(string? pem, TemplateContext context)
    {
        context.Crypto(KeyCost);
        if (pem is null)
        {
            return PrivateKeys.NewRsa(2048, context);
        }

        try
        {
            return PrivateKeys.Read(pem);
        }
        catch (GoErrorException error)
        {
            throw new GoErrorException($"parsing private key: {error.Message}", error);
        }
    }

    private static GoCertificate Signed(Wanted wanted, AsymmetricAlgorithm key, (X509Certificate2 Certificate, AsymmetricAlgorithm Key)? issuer, TemplateContext context)
    {
        // Go would write a certificate that ends before it begins.
        if (wanted.Days is < 0 or > MostDays)
        {
            throw new GoErrorException($"error creating certificate: it cannot be valid for {wanted.Days} days, only for 0 to {MostDays}");
        }

        var subject = CommonName(wanted.Name);
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        var usage = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature | (wanted.IsAuthority ? X509KeyUsageFlags.KeyCertSign : 0);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(wanted.IsAuthority, false, 0, critical: true));
        if (wanted.IsAuthority)
        {
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        }

        AddNames(request, wanted);
        try
        {
            var now = context.Now;

            // An authority gives no number twice (RFC 5280, 4.1.2.2): what is drawn is the same at a later commit, the certificate is another one.
            var serial = Drawn.Bound(
                context.Random, 16, BitConverter.GetBytes(now.Ticks), BitConverter.GetBytes(wanted.Days), subject.RawData, request.PublicKey.ExportSubjectPublicKeyInfo(),
                [.. request.CertificateExtensions.SelectMany(e => e.RawData)]);
            serial[0] = (byte)((serial[0] & 0x7F) | 1);
            var signer = issuer is { } by ? by.Key : key;
            var generator = signer is RSA signerRsa
                ? X509SignatureGenerator.CreateForRSA(signerRsa, RSASignaturePadding.Pkcs1)
                : new RepeatableEcdsaSignatures((ECDsa)signer);
            using var certificate = request.Create(
                issuer is { } from ? from.Certificate.SubjectName : subject, generator, now, now + TimeSpan.FromDays(wanted.Days), serial);
            return new GoCertificate(certificate.ExportCertificatePem() + "\n", PrivateKeys.Pem(key));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or OverflowException)
        {
            throw new GoErrorException($"error creating certificate: {error.Message}", error);
        }
    }

    private static X500DistinguishedName CommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        if (name.Length > 0)
        {
            try
            {
                builder.AddCommonName(name);
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                throw new GoErrorException($"error creating certificate: {error.Message}", error);
            }
        }

        return builder.Build();
    }

    private static void AddNames(CertificateRequest request, Wanted wanted)
    {
        if (wanted.Addresses is not { Count: > 0 } && wanted.Names is not { Count: > 0 })
        {
            return;
        }

        var builder = new SubjectAlternativeNameBuilder();
        try
        {
            wanted.Names?.ForEach(builder.AddDnsName);
            wanted.Addresses?.ForEach(builder.AddIpAddress);
            request.CertificateExtensions.Add(builder.Build());
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new GoErrorException($"error creating certificate: {error.Message}", error);
        }
    }

    private static List<IPAddress> Addresses(GoList? list, TemplateContext context)
    {
        var addresses = new List<IPAddress>();
        foreach (var item in list ?? [])
        {
            var text = item as string ?? throw new GoErrorException($"error parsing ip: {GoPrinter.Text(item, context)} is not a string");
            var plain = text.Contains(':') || text.Count(c => c == '.') == 3;
            addresses.Add(plain && IPAddress.TryParse(text, out var address) ? address : throw new GoErrorException($"error parsing ip: {text}"));
        }

        return addresses;
    }

    private static List<string> Names(GoList? list, TemplateContext context)
    {
        var names = new List<string>();
        foreach (var item in list ?? [])
        {
            names.Add(item as string ?? throw new GoErrorException($"error processing alternate dns name: {GoPrinter.Text(item, context)} is not a string"));
        }

        return names;
    }
}
