using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Plumbline.Helm.Tests.Repositories;

/// <summary>A chart repository or registry on loopback that answers what a test writes and remembers what was asked.</summary>
internal sealed class ChartServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChartServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public Dictionary<string, Func<HttpContext, Task>> Answers { get; } = new(StringComparer.Ordinal);

    public List<(string Path, string Authorization)> Requests { get; } = [];

    public static async Task<ChartServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ChartServer(builder.Build());
        server._app.Run(server.Answer);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    public void Text(string path, string text) => Answers[path] = c => c.Response.WriteAsync(text);

    public void Bytes(string path, byte[] bytes) => Answers[path] = c => c.Response.Body.WriteAsync(bytes).AsTask();

    public void Redirect(string path, string location) => Answers[path] = c =>
    {
        c.Response.StatusCode = 302;
        c.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

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
