using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;

namespace Plumbline.Kubernetes.Connections;

/// <summary>
/// Opens connections from registrations. Runs no command, follows no redirect, takes no proxy from the environment and trusts only the registered
/// authority (T-PRJ-10, T-PRJ-11).
/// </summary>
internal sealed class ConnectionFactory(
    ISecretReferences secrets, Func<ClusterIdentity.Azure, TokenCredential> azure, KubernetesSettings settings, TimeProvider clock, ILoggerFactory loggers)
{
    private const string InClusterAuthority = "ca.crt";

    /// <summary>Opens a connection; nothing is sent yet.</summary>
    /// <exception cref="ClusterException">The registration cannot be used.</exception>
    public async Task<ApiConnection> Open(ClusterRegistration registration, CancellationToken token)
    {
        var server = ServerOf(registration);
        var (signer, certificate) = await Identify(registration, token);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = registration.ProxyUrl is not null,
            Proxy = registration.ProxyUrl is { } proxy ? new WebProxy(proxy) : null,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            SslOptions = new SslClientAuthenticationOptions { TargetHost = registration.TlsServerName },
        };
        if (await Authorities(registration, token) is { } authorities)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = new PinnedTrust(authorities, clock).Accepts;
        }

        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        var http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        return new ApiConnection(registration.Name, http, signer, settings, clock, loggers.CreateLogger<ApiConnection>());
    }

    private static Uri ServerOf(ClusterRegistration registration) =>
        Uri.TryCreate(registration.Server.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps &&
        url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw Refuse(registration, "its server must be an https URL without user, query and fragment");

    private async Task<(IRequestSigner Signer, X509Certificate2? Certificate)> Identify(ClusterRegistration registration, CancellationToken token)
    {
        switch (registration.Identity)
        {
            case ClusterIdentity.InCluster:
                return (new ServiceAccountSigner(Path.Combine(settings.ServiceAccountFolder, "token"), clock), null);
            case ClusterIdentity.Azure identity:
                return (new AzureSigner(azure(identity), identity.ServerApplication), null);
            case ClusterIdentity.BearerToken bearer:
                return (new FixedSigner(Header(registration, "Bearer", (await Secret(registration, bearer.Token, token)).Trim())), null);
            case ClusterIdentity.Basic basic:
                var pair = $"{basic.Username}:{await Secret(registration, basic.Password, token)}";
                return (new FixedSigner(Header(registration, "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)))), null);
            case ClusterIdentity.ClientCertificate pairOfKeys:
                var certificate = Pem(registration, await Value(registration, pairOfKeys.Certificate, token));
                var key = Pem(registration, await Secret(registration, pairOfKeys.Key, token));
                return (new FixedSigner(null), Certificate(registration, certificate, key));
            default:
                throw Refuse(registration, "its way to identify is not known");
        }
    }

    private static AuthenticationHeaderValue Header(ClusterRegistration registration, string scheme, string value) =>
        value.Length > 0 && !value.Any(char.IsControl) ? new AuthenticationHeaderValue(scheme, value) : throw Refuse(registration, "its token is empty or has line breaks");

    private static X509Certificate2 Certificate(ClusterRegistration registration, string certificate, string key)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPem(certificate, key);
            // A key that was only read from text cannot be used for TLS on every platform.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (CryptographicException)
        {
            throw Refuse(registration, "its client certificate and key cannot be read or do not belong together");
        }
    }

    private async Task<X509Certificate2Collection?> Authorities(ClusterRegistration registration, CancellationToken token)
    {
        var file = Path.Combine(settings.ServiceAccountFolder, InClusterAuthority);
        var text = registration.CertificateAuthority is { } authority ? Pem(registration, await Value(registration, authority, token))
            : registration.Identity is ClusterIdentity.InCluster && File.Exists(file) ? await File.ReadAllTextAsync(file, token)
            : null;
        if (text is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            throw Refuse(registration, "its certificate authority cannot be read");
        }

        return authorities.Count > 0 ? authorities : throw Refuse(registration, "its certificate authority holds no certificate");
    }

    private Task<string> Value(ClusterRegistration registration, string text, CancellationToken token) =>
        text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal) || text.StartsWith("keyvault:", StringComparison.Ordinal)
            ? Secret(registration, text, token)
            : Task.FromResult(text);

    private async Task<string> Secret(ClusterRegistration registration, string reference, CancellationToken token)
    {
        try
        {
            return await secrets.Find(reference, token) ?? throw Refuse(registration, $"nothing is behind its reference {reference}");
        }
        catch (ProblemException e)
        {
            throw Refuse(registration, $"a reference cannot be used: {e.Problems[0].Message}");
        }
    }

    private static string Pem(ClusterRegistration registration, string text)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length) is var pem && pem.Contains("-----BEGIN", StringComparison.Ordinal)
            ? pem
            : throw Refuse(registration, "a certificate or key is neither PEM nor base64 of it");
    }

    private static ClusterException Refuse(ClusterRegistration registration, string why) =>
        new(ClusterFailure.NotRegistered, $"The registration of the cluster '{registration.Name}' cannot be used: {why}.");
}
