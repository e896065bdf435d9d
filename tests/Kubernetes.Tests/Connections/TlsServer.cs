using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.AspNetCore.Hosting.Server;

namespace Plumbline.Kubernetes.Tests.Connections;

/// <summary>An https server with a certificate of our making and scripted answers.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsServer(WebApplication app, string ca) => (_app, CaPem) = (app, ca);

    public string CaPem { get; }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public List<string> Requests { get; } = [];

    public static async Task<TlsServer> Start(
        Func<HttpContext, int, Task> answer, string subject = "127.0.0.1", int validFromDays = -1, int validToDays = 1)
    {
        using var key = RSA.Create(2048);
        var ca = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        ca.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = ca.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        using var leafKey = RSA.Create(2048);
        var request = new CertificateRequest($"CN={subject}", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(subject, out var ip))
        {
            names.AddIpAddress(ip);
        }
        else
        {
            names.AddDnsName(subject);
        }

        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, now.AddDays(validFromDays), now.AddDays(validToDays), [1, 2, 3]);
        var certificate = X509CertificateLoader.LoadPkcs12(issued.CopyWithPrivateKey(leafKey).Export(X509ContentType.Pkcs12), null);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate)));
        var app = builder.Build();
        var server = new TlsServer(app, authority.ExportCertificatePem());
        app.Run(async context =>
        {
            int count;
            lock (server.Requests)
            {
                server.Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
                count = server.Requests.Count;
            }

            await answer(context, count);
        });
        await app.StartAsync();
        return server;
    }

    public static Task Json(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
