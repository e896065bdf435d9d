using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Plumbline.Support.ControlPlane;

/// <summary>The secrets of one cluster: its authority, serving certificate, key for service accounts and admin token.</summary>
public sealed class PlaneIdentity
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _from;

    private PlaneIdentity(DateTimeOffset now)
    {
        // A minute back, for whoever compares with a clock that is a little behind.
        _from = now - TimeSpan.FromMinutes(1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=plumbline-local-authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(_from, _from + Lifetime);

        Serving = Issue("CN=kube-apiserver", ServerNames());
        using var accounts = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ServiceAccountKeyPem = accounts.ExportECPrivateKeyPem();
        ServiceAccountPublicKeyPem = accounts.ExportSubjectPublicKeyInfoPem();
        AdminToken = RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    /// <summary>The authority's certificate, which clients trust.</summary>
    public string CaPem => _authority.ExportCertificatePem();

    /// <summary>A bearer token of a member of <c>system:masters</c>.</summary>
    public string AdminToken { get; }

    internal ClientCertificate Serving { get; }

    internal string ServiceAccountKeyPem { get; }

    internal string ServiceAccountPublicKeyPem { get; }

    /// <summary>Makes new secrets, valid for thirty days.</summary>
    public static PlaneIdentity Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new PlaneIdentity(time.GetUtcNow());
    }

    /// <summary>A client certificate by which the API server knows a user and the user's groups.</summary>
    public ClientCertificate IssueClientCertificate(string user, params string[] groups)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var group in groups)
        {
            name.AddOrganizationName(group);
        }

        name.AddCommonName(user);
        return Issue(name.Build().Name, null);
    }

    private static X509Extension ServerNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.Parse("10.96.0.1"));
        foreach (var name in (string[])["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"])
        {
            names.AddDnsName(name);
        }

        return names.Build();
    }

    private ClientCertificate Issue(string subject, X509Extension? serverNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var purpose = serverNames is null ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1";
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        if (serverNames is not null)
        {
            request.CertificateExtensions.Add(serverNames);
        }

        using var certificate = request.Create(_authority, _from, _from + Lifetime - TimeSpan.FromMinutes(1), RandomNumberGenerator.GetBytes(12));
        return new ClientCertificate(certificate.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }
}
