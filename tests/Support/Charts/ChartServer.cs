using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Plumbline.Support.Charts;

/// <summary>A chart repository or registry on loopback that answers what a test writes and remembers what was asked.</summary>
public sealed class ChartServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChartServer(WebApplication app) => _app = app;

    /// <summary>Its origin, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What is answered, by path.</summary>
    public Dictionary<string, Func<HttpContext, Task>> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked so far.</summary>
    public List<(string Path, string Authorization)> Requests { get; } = [];

    /// <summary>Starts a server on a free port.</summary>
    /// <param name="isSecure">Whether it speaks TLS, with a certificate of its own making. Default false.</param>
    public static async Task<ChartServer> Start(bool isSecure = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (isSecure)
            {
                listen.UseHttps(Certificate());
            }
        }));
        var server = new ChartServer(builder.Build());
        server._app.Run(server.Answer);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <summary>Answers with a text.</summary>
    public void Text(string path, string text) => Answers[path] = c => c.Response.WriteAsync(text);

    /// <summary>Answers with bytes.</summary>
    public void Bytes(string path, byte[] bytes) => Answers[path] = c => c.Response.Body.WriteAsync(bytes).AsTask();

    /// <summary>Answers with a redirect.</summary>
    public void Redirect(string path, string location) => Answers[path] = c =>
    {
        c.Response.StatusCode = 302;
        c.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private Task Answer(HttpContext context)
    {
        lock (Requests)
        {
            Requests.Add((context.Request.Path, context.Request.Headers.Authorization.ToString()));
        }

        if (Answers.TryGetValue(context.Request.Path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
