using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Plumbline.Kubernetes.Connections;

/// <summary>
/// Accepts a server only with a certificate for its name whose chain ends at the registered authority and is valid now (T-PRJ-11). The system's own
/// authorities do not count then.
/// </summary>
internal sealed class PinnedTrust(X509Certificate2Collection authorities, TimeProvider clock)
{
    /// <summary>The verdict in the shape that <see cref="SslClientAuthenticationOptions"/> asks for.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        const SslPolicyErrors Fatal = SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable;
        if (certificate is null || (errors & Fatal) != 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
