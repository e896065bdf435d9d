using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Plumbline.Support.Git;

/// <summary>
/// A real git server over HTTP on loopback: Kestrel before <c>git http-backend</c>, with its repositories in a temporary folder.
/// Takes pushes. Can ask for a token and can be told to misbehave.
/// </summary>
public sealed class GitHttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsRoot;
    private readonly ConcurrentQueue<GitHttpRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private GitHttpServer(WebApplication app, string root, bool ownsRoot)
    {
        _app = app;
        Root = root;
        _ownsRoot = ownsRoot;
    }

    /// <summary>The folder of the bare repositories.</summary>
    public string Root { get; }

    /// <summary><c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The password that every request must bring by basic auth (any user name); null for an open server. Default: null.</summary>
    public string? Token { get; set; }

    /// <summary>How the server misbehaves from now on; null for not at all. Default: null.</summary>
    public GitFault? Fault { get; set; }

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<GitHttpRequest> Requests => [.. _requests];

    /// <summary>Packs asked for so far.</summary>
    public int Fetches => _requests.Count(r => r.Method == "POST" && r.Path.EndsWith("/git-upload-pack", StringComparison.Ordinal));

    /// <summary>Starts a server.</summary>
    /// <param name="root">The folder of its repositories; null for a new temporary folder, which is deleted on dispose.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    public static async Task<GitHttpServer> Start(string? root, int port, CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var folder = root ?? Directory.CreateTempSubdirectory("plumbline-git-").FullName;
        Directory.CreateDirectory(folder);
        var server = new GitHttpServer(builder.Build(), folder, root is null);
        server._app.Run(server.Answer);
        await server._app.StartAsync(token);
        server.Address = new Uri(server._app.Urls.Single().TrimEnd('/') + "/");
        return server;
    }

    /// <summary>Starts a server on a free port with a temporary folder.</summary>
    public static Task<GitHttpServer> Start(CancellationToken token) => Start(null, 0, token);

    /// <summary>The URL of a repository.</summary>
    /// <param name="name">Such as <c>team/app</c>.</param>
    public string UrlOf(string name) => $"{Address}{name}.git";

    /// <summary>Makes an empty bare repository (its <c>HEAD</c> names <c>main</c>) where there is none, and gives its URL.</summary>
    public async Task<string> CreateRepository(string name, CancellationToken token)
    {
        var folder = Path.Combine(Root, name + ".git");
        if (!File.Exists(Path.Combine(folder, "HEAD")))
        {
            Directory.CreateDirectory(folder);
            await Git(folder, ["init", "-q", "--bare", "-b", "main", "."], token);
            // As the large hosts do: pushes over HTTP, any commit by its id, partial clones; nothing is collected under a running test.
            foreach (var (key, value) in (IReadOnlyList<(string, string)>)[("http.receivepack", "true"), ("uploadpack.allowAnySHA1InWant", "true"), ("uploadpack.allowFilter", "true"), ("gc.auto", "0"), ("receive.autogc", "false")])
            {
                await Git(folder, ["config", key, value], token);
            }
        }

        return UrlOf(name);
    }

    /// <summary>Runs git in a repository of this server, for what a push cannot do.</summary>
    /// <exception cref="InvalidOperationException">git refused.</exception>
    public Task<string> Run(string name, IReadOnlyList<string> arguments, CancellationToken token) =>
        Git(Path.Combine(Root, name + ".git"), arguments, token);

    /// <summary>Stops the server; deletes the folder where it was a temporary one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _stopping.Dispose();
        if (_ownsRoot)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static async Task<string> Git(string folder, IReadOnlyList<string> arguments, CancellationToken token) =>
        Encoding.UTF8.GetString(await GitProgram.Run(GitProgram.Start(folder, arguments), ReadOnlyMemory<byte>.Empty, token)).TrimEnd('\n');

    private async Task Answer(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await Answer(context, ending.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
        finally
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            _requests.Enqueue(new GitHttpRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString.Value,
                authorization.Length == 0 ? null : authorization,
                context.Response.HasStarted ? context.Response.StatusCode : 0));
        }
    }

    private async Task Answer(HttpContext context, CancellationToken token)
    {
        var fault = Fault;
        var isPack = context.Request.Method == "POST" && context.Request.Path.Value!.EndsWith("/git-upload-pack", StringComparison.Ordinal);
        if (fault is not null and not GitFault.TruncatedPack and not GitFault.StalledPack)
        {
            await FaultAnswer.Send(fault, context, token);
        }
        else if (Token is { } secret && PasswordOf(context.Request) != secret)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            await context.Response.CompleteAsync();
        }
        else
        {
            await HttpBackend.Run(Root, context, isPack ? fault : null, token);
            await context.Response.CompleteAsync();
        }
    }

    private static string? PasswordOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]));
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
