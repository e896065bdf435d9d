using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Messages;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Flows;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Reporting;
using Plumbline.Support.State;
using Plumbline.Sync;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>The real local host on a free port of loopback, with fake storage and handlers that note what reaches them.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string GitHubRoute = "gh-4f1c9a";
    public const string OtherRoute = "gh-77b2e0";
    public const string CiRoute = "ci-1d08fe";
    public const string GitHubSecret = "github-secret-0123456789";
    public const string OldSecret = "github-secret-before-that";
    public const string OtherSecret = "other-secret-0123456789ab";
    public const string CiSecret = "ci-secret-0123456789abcde";
    public const string ReadToken = "read-token-0123456789";
    public const string SyncToken = "sync-token-0123456789";
    public const string TeamToken = "team-token-0123456789";

    private readonly WebApplication _app;

    private TestHost(WebApplication app, FakeDocumentStore documents, FakeBlobStore blobs, FakeMessageQueue queue, NotingHandlers handlers)
    {
        _app = app;
        Documents = documents;
        Blobs = blobs;
        Queue = queue;
        Handlers = handlers;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public FakeDocumentStore Documents { get; }

    public FakeBlobStore Blobs { get; }

    public FakeMessageQueue Queue { get; }

    public NotingHandlers Handlers { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestHost> Start(Action<NotingHandlers>? arrange = null, IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? clock = null, DateTimeOffset? oldUntil = null,
        Action<IServiceCollection>? more = null)
    {
        var time = clock ?? TimeProvider.System;
        var documents = new FakeDocumentStore(time);
        var blobs = new FakeBlobStore(time);
        var queue = new FakeMessageQueue(time);
        var handlers = new NotingHandlers();
        arrange?.Invoke(handlers);
        var secrets = new FixedSecrets();
        var routes = await RouteTable.Load(
            new Dictionary<string, RouteOptions>
            {
                [GitHubRoute] = new() { Provider = "github", Secret = "env:GITHUB", PreviousSecret = "env:OLD", PreviousUntil = oldUntil },
                [OtherRoute] = new() { Provider = "github", Secret = "env:OTHER" },
                [CiRoute] = new() { Provider = "generic-hmac", Secret = "env:CI" },
            },
            secrets,
            Token);
        var tokens = await ApiTokens.Load(
            new Dictionary<string, ApiTokenOptions>
            {
                ["reader"] = new() { Secret = "env:READ" },
                ["ci"] = new() { Secret = "env:SYNC", Permission = "sync" },
                ["team"] = new() { Secret = "env:TEAM", Permission = "sync", Projects = ["team"] },
            },
            secrets,
            Token);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Plumbline:Host:Url"] = "http://127.0.0.1:0",
                ["Plumbline:Host:StopLimit"] = "00:00:01",
                ["Logging:LogLevel:Default"] = "Critical",
                ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00",
                ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
            })
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var app = LocalHost.Build(configuration, services => With(services, more)
            .AddSingleton(time)
            .AddSingleton<IDocumentStore>(documents).AddSingleton<IBlobStore>(blobs)
            .AddSingleton<IMessageQueue>(queue).AddSingleton<IQueueReceiver>(queue)
            .AddSingleton(routes).AddSingleton(tokens).AddSingleton<ApiAccess>().AddSingleton<InteractionReader>()
            .AddSingleton(new SyncSettings { ControlRepository = "https://example.com/control" })
            .AddSingleton<IDeliveryHandler>(handlers).AddSingleton<IReconcileHandler>(handlers).AddSingleton<IOperationStepHandler>(handlers)
            .AddSingleton<IApplicationPoisonHandler>(handlers).AddSingleton<IReportHandler>(handlers).AddSingleton<IReportSweep>(handlers)
            .AddSingleton<ISweeper>(handlers).AddSingleton<IDriftScan>(handlers).AddSingleton<IRefCheck>(handlers).AddSingleton<IRetention>(handlers)
            .AddSingleton<IReadModel>(handlers).AddSingleton<ISyncRequests>(handlers).AddSingleton<IInteractionHandler>(handlers)
            .AddInbox());
        await app.StartAsync(Token);
        return new TestHost(app, documents, blobs, queue, handlers);
    }

    private static IServiceCollection With(IServiceCollection services, Action<IServiceCollection>? more)
    {
        more?.Invoke(services);
        return services;
    }

    public static string Sign(string secret, byte[] signed) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    /// <summary>A request as GitHub sends it.</summary>
    public static HttpRequestMessage GitHub(byte[] body, string route = GitHubRoute, string? signature = null, string secret = GitHubSecret, string @event = "push", string? delivery = "d-1")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{route}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature ?? Sign(secret, body));
        request.Headers.TryAddWithoutValidation("X-GitHub-Event", @event);
        if (delivery is not null)
        {
            request.Headers.TryAddWithoutValidation("X-GitHub-Delivery", delivery);
        }

        return request;
    }

    public static byte[] Push(string @ref = "refs/heads/main", string url = "https://github.com/org/repo.git") => Encoding.UTF8.GetBytes(
        $$"""{"ref":"{{@ref}}","before":"{{new string('a', 40)}}","after":"{{new string('b', 40)}}","repository":{"clone_url":"{{url}}","name":"repo"},"commits":[]}""");

    public async Task<(int Status, string Body)> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Where it listens.</summary>
    public int Port => Client.BaseAddress!.Port;

    /// <summary>Asserts that no request has left anything: no row, no body, no message, no call.</summary>
    public void AssertUntouched()
    {
        Assert.DoesNotContain(Documents.All, d => !d.Key.Partition.StartsWith("timers", StringComparison.Ordinal));
        Assert.Empty(Blobs.All);
        Assert.Empty(Queue.Bodies("deliveries"));
        Assert.Empty(Handlers.Deliveries);
        Assert.DoesNotContain(Handlers.Calls, c => c.StartsWith("request", StringComparison.Ordinal) || c.StartsWith("interaction", StringComparison.Ordinal));
    }

    public Task Stop() => _app.StopAsync(Token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private sealed class FixedSecrets : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(reference switch
        {
            "env:GITHUB" => GitHubSecret,
            "env:OLD" => OldSecret,
            "env:OTHER" => OtherSecret,
            "env:CI" => CiSecret,
            "env:READ" => ReadToken,
            "env:SYNC" => SyncToken,
            "env:TEAM" => TeamToken,
            _ => null,
        });
    }
}
